package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.value.Body;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One node of a job's DAG. Its body, such as {@code ingest_task}, is in {@code more} beside all that is only kept.
 *
 * @param runIf absent for {@link RunIf#ALL_SUCCESS}
 * @param maxRetries how often a failed task run is tried again; -1 without limit
 * @param minRetryIntervalMillis from the start of a failed attempt to the start of the next
 * @param timeoutSeconds of one attempt; 0 or absent for none
 */
public record Task(
        String taskKey,
        @Nullable String description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaskDependency> dependsOn,
        @Nullable RunIf runIf,
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
        return more.entrySet().stream()
                .filter(field -> field.getKey().endsWith(TaskKinds.SUFFIX)
                        && !field.getValue().isNull())
                .map(Map.Entry::getKey)
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

    /** What it asks, if it is a condition task. Read anew at each call. */
    public Optional<ConditionTask> condition() {
        return body(TaskKinds.CONDITION, ConditionTask.class);
    }

    /** What it repeats, if it is a for-each task. Read anew at each call. */
    public Optional<ForEachTask> forEach() {
        return body(TaskKinds.FOR_EACH, ForEachTask.class);
    }

    /** What it runs, if it is a run-job task. Read anew at each call. */
    public Optional<RunJobTask> runJob() {
        return body(TaskKinds.RUN_JOB, RunJobTask.class);
    }

    private <T> Optional<T> body(String kind, Class<T> type) {
        return Optional.ofNullable(more.get(kind))
                .filter(body -> !body.isNull())
                .map(body -> Json.convert(body, type));
    }

    /** When it runs. */
    public RunIf runsIf() {
        return runIf == null ? RunIf.ALL_SUCCESS : runIf;
    }

    public boolean isDisabled() {
        return Boolean.TRUE.equals(disabled);
    }

    /** Whether it writes tables in batches, so that it goes on with those it has left. */
    public boolean writesTables() {
        return writesTables(kind());
    }

    /** Whether tasks of a kind, the field name of their body, do. */
    public static boolean writesTables(String kind) {
        return TaskKinds.writers().contains(kind);
    }

    /** With whom it shares its driver. */
    public Hosting hosting() {
        return Hosting.of(kind());
    }

    @Override
    public boolean isSql(String path) {
        return TaskKinds.sqlFields(kind()).contains(path);
    }

    /** How many seconds a task run may take before it counts as unhealthy. */
    public OptionalLong healthyDuration() {
        return HealthRules.durationLimit(more.get("health"));
    }

    /** The keys of the tasks it waits for; with outcomes: {@link #dependsOn}. */
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
