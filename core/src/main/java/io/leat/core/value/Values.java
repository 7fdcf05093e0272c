package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What references stand for in one task run.
 *
 * @param tasks those that ended before it
 * @param input of the iteration, in a for-each task's nested task
 */
public record Values(
        RunFacts run,
        CurrentTask task,
        TaskFacts.Lookup tasks,
        @Nullable JsonNode input,
        Secrets secrets) {}
