package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A parameter of a job, with the value it has in runs that give none.
 */
public record JobParameterDefinition(
        String name,
        @JsonProperty("default") String defaultValue,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    public JobParameterDefinition {
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }
}
