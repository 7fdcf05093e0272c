package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A job as its file, the API and the store have it. What Leat acts on has a component; all else is in {@code more} and is
 * kept as it came.
 *
 * @param timeoutSeconds of a whole run, retries included; 0 or absent for none
 * @param maxConcurrentRuns how many runs may be active at once; absent for 1, 0 to skip every run
 */
public record JobSettings(
        @Nullable String name,
        @Nullable String description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tags,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JobParameterDefinition> parameters,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Task> tasks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JobCluster> jobClusters,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer maxConcurrentRuns,
        @Nullable QueueSettings queue,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    /** The name of a job that was given none. */
    public static final String UNTITLED = "Untitled";

    public JobSettings {
        tags = tags == null ? Map.of() : Map.copyOf(tags);
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        jobClusters = jobClusters == null ? List.of() : List.copyOf(jobClusters);
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }

    /** The name, or the one the Jobs API shows for a job without. */
    public String title() {
        return name == null ? UNTITLED : name;
    }

    /** How long a run may take, in seconds; 0 for ever. */
    public int timeLimit() {
        return timeoutSeconds == null ? 0 : timeoutSeconds;
    }

    public int concurrentRuns() {
        return maxConcurrentRuns == null ? 1 : maxConcurrentRuns;
    }

    /** Whether runs beyond that wait; else they are skipped. */
    public boolean queues() {
        return queue != null && queue.enabled();
    }

    /** How many seconds a run may take before it counts as unhealthy. */
    public OptionalLong healthyDuration() {
        return HealthRules.durationLimit(more.get("health"));
    }

    public Optional<Task> findTask(String taskKey) {
        return tasks.stream().filter(task -> task.taskKey().equals(taskKey)).findFirst();
    }

    /** Where a task runs: its own cluster, the job cluster it names, or the default. */
    public ClusterSpec cluster(Task task) {
        if (task.newCluster() != null) {
            return task.newCluster();
        }

        return jobClusters.stream()
                .filter(cluster -> cluster.jobClusterKey().equals(task.jobClusterKey()))
                .map(JobCluster::newCluster)
                .findFirst()
                .orElse(ClusterSpec.DEFAULT);
    }

    /** The value of each parameter of a run: the defaults, replaced and added to by {@code given}. */
    public Map<String, String> parameterValues(Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach(parameter -> values.put(parameter.name(), parameter.defaultValue()));
        values.putAll(given);
        return values;
    }
}
