package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task that must end before another starts.
 *
 * @param outcome of a condition task, for which this dependency stands
 */
public record TaskDependency(
        String taskKey,
        @Nullable String outcome,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    public TaskDependency {
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }
}
