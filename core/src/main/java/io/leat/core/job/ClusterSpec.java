package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task's driver is started with.
 *
 * @param sparkVersion the runtime, such as {@code 4.1}; absent for the default one
 * @param sparkConf settings of the Spark application
 * @param numWorkers executors asked for, where the master gives them
 */
public record ClusterSpec(
        @Nullable String sparkVersion,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> sparkConf,
        @Nullable Integer numWorkers,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    /** The runtime a cluster has that names none. */
    public static final String RUNTIME = "4.1";

    /** A cluster with nothing set. */
    public static final ClusterSpec DEFAULT = new ClusterSpec(null, Map.of(), null, Map.of());

    public ClusterSpec {
        sparkConf = sparkConf == null ? Map.of() : Map.copyOf(sparkConf);
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }
}
