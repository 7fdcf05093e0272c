package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cluster that tasks of a job share, by its key.
 */
public record JobCluster(
        String jobClusterKey,
        ClusterSpec newCluster,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    public JobCluster {
        newCluster = newCluster == null ? ClusterSpec.DEFAULT : newCluster;
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }
}
