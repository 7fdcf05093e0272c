package io.leat.core.job;

import java.util.Map;

/** What Databricks' settings mean that Leat carries out, in our words, for the reference page and the JSON Schema. */
final class Meanings {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("JobSettings.name", "Name of the job. Runs of files with the same name belong to the same job."),
            Map.entry("JobSettings.tasks", "What the job does."),
            Map.entry("JobSettings.job_clusters", "Clusters that tasks name by job_cluster_key."),
            Map.entry("JobSettings.parameters", "Values that a run can be given, with their defaults."),
            Map.entry("JobSettings.timeout_seconds", "How long a run may take, retries included; 0 for no limit."),
            Map.entry(
                    "JobSettings.max_concurrent_runs",
                    "How many runs may be active at once; one that is asked for beyond that is skipped."),
            Map.entry("Task.task_key", "Name of the task in its job: letters, digits, _ and -, at most 100."),
            Map.entry("Task.depends_on", "Tasks that must have succeeded before this one starts."),
            Map.entry("Task.run_if", "When the task runs, by how those it depends on ended."),
            Map.entry("Task.disabled", "Whether the task is left out."),
            Map.entry("Task.max_retries", "How often a failed task run is tried again; -1 for no limit. Default 0."),
            Map.entry(
                    "Task.min_retry_interval_millis",
                    "Milliseconds from the start of a failed attempt to the start of the next. Default 0."),
            Map.entry("Task.retry_on_timeout", "Whether an attempt that took too long is tried again. Default false."),
            Map.entry("Task.timeout_seconds", "How long one attempt may take; 0, the default, for no limit."),
            Map.entry("Task.job_cluster_key", "The job cluster the task runs on."),
            Map.entry("Task.new_cluster", "A cluster of the task's own. Without one, tasks share the default cluster."),
            Map.entry("TaskDependency.task_key", "The task that must have succeeded."),
            Map.entry("JobParameterDefinition.name", "Name of the parameter."),
            Map.entry("JobParameterDefinition.default", "Its value in runs that give none."),
            Map.entry("JobCluster.job_cluster_key", "Name of the cluster in its job."),
            Map.entry("JobCluster.new_cluster", "What the cluster is started with."),
            Map.entry("QueueSettings.enabled", "Whether runs beyond the limit wait."),
            Map.entry("ClusterSpec.spark_version", "The runtime. Only 4.1, the default."),
            Map.entry("ClusterSpec.spark_conf", "Settings of the Spark application."),
            Map.entry("ClusterSpec.num_workers", "Executors asked for."));

    private Meanings() {}

    /** Of a field of one of Databricks' types; empty when it goes without saying. */
    static String of(ObjectType object, Field field) {
        return field.doc() == null
                ? TEXTS.getOrDefault(object.name() + "." + field.name(), "")
                : field.doc().value();
    }

    static Iterable<String> names() {
        return TEXTS.keySet();
    }
}
