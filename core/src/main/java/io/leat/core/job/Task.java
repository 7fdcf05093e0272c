package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.value.Body;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a job's DAG. Its body, such as {@code ingest_task}, is in {@code more} beside all that is only kept.
 *
 * @param maxRetries how often a failed task run is tried again; -1 without limit
 * @param minRetryIntervalMillis from the start of a failed attempt to the start of the next
 * @param timeoutSeconds of one attempt; 0 or absent for none
 */
public record Task(
        String taskKey,
        @Nullable String description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaskDependency> dependsOn,
        @Nullable String runIf,
        @Nullable Boolean disabled,
        @Nullable Integer maxRetries,
        @Nullable Integer minRetryIntervalMillis,
        @Nullable Boolean retryOnTimeout,
        @Nullable Integer timeoutSeconds,
        @Nullable String jobClusterKey,
        @Nullable ClusterSpec newCluster,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more)
        implements Body {
    private static final int UNLIMITED = -1;

    public Task {
        dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }

    /** The body's field name, such as {@code ingest_task}. */
    public String kind() {
        return more.keySet().stream()
                .filter(field -> field.endsWith(TaskKinds.SUFFIX))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("task " + taskKey + " has no body"));
    }

    /** What the task is to do, as a copy the caller may change. */
    @Override
    public ObjectNode body() {
        String kind = kind();
        if (more.get(kind) instanceof ObjectNode body) {
            return body.deepCopy();
        }

        throw new IllegalStateException(kind + " of task " + taskKey + " is not an object");
    }

    @Override
    public boolean isSql(String path) {
        return TaskKinds.sqlFields(kind()).contains(path);
    }

    public List<String> dependencies() {
        return dependsOn.stream().map(TaskDependency::taskKey).toList();
    }

    public boolean mayRetry(int attemptNumber) {
        int limit = maxRetries == null ? 0 : maxRetries;
        return limit == UNLIMITED || attemptNumber < limit;
    }

    public int retryInterval() {
        return minRetryIntervalMillis == null ? 0 : minRetryIntervalMillis;
    }

    public boolean retriesTimeouts() {
        return Boolean.TRUE.equals(retryOnTimeout);
    }

    /** How long one attempt may take, in seconds; 0 for ever. */
    public int timeLimit() {
        return timeoutSeconds == null ? 0 : timeoutSeconds;
    }
}
