package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether runs above the limit wait; without, they are skipped.
 */
public record QueueSettings(
        boolean enabled, @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    public QueueSettings {
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }
}
