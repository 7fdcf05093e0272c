package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs another once for each of a list of inputs.
 *
 * @param inputs a JSON array as text, or references that become one
 * @param concurrency how many iterations may be active at once; absent for 1
 * @param task the nested one
 */
public record ForEachTask(
        String inputs,
        @Nullable Integer concurrency,
        Task task,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    public ForEachTask {
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }

    /** How many iterations may be active at once. */
    public int atOnce() {
        return concurrency == null ? 1 : concurrency;
    }
}
