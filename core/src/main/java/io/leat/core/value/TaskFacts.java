package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What references stand for in the tasks below a task.
 *
 * @param runId of its newest task run
 * @param resultState in the Jobs API's words, such as {@code UPSTREAM_FAILED}; absent while it has none
 * @param terminationCode in the Jobs API's words, such as {@code RUN_EXECUTION_ERROR}; absent while it has none
 * @param executionCount how often it was started in this run; 0 if it was left out
 * @param notebookPath of a notebook task
 * @param values that it has set, by name
 */
public record TaskFacts(
        long runId,
        @Nullable String resultState,
        @Nullable String terminationCode,
        int executionCount,
        @Nullable String notebookPath,
        Map<String, JsonNode> values) {
    public TaskFacts {
        values = Map.copyOf(values);
    }

    /** Where the facts about a run's tasks are; asked only for those that a reference names. */
    @FunctionalInterface
    public interface Lookup {
        /** For a task of which nothing else is asked. */
        Lookup NONE = taskKey -> Optional.empty();

        Optional<TaskFacts> find(String taskKey);
    }
}
