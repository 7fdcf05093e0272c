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
                    "How many runs may be active at once; 0 to skip every one. Default 1."),
            Map.entry(
                    "JobSettings.priority",
                    "Leat's own: of jobs with something ready, the one of the highest priority goes first. Default 0."),
            Map.entry(
                    "Task.pool",
                    "Leat's own: the pool of which the task holds slots while it runs; see leat pools. Default none."),
            Map.entry("Task.pool_slots", "Leat's own: how many slots of its pool the task holds. Default 1."),
            Map.entry("Task.task_key", "Name of the task in its job: letters, digits, _ and -, at most 100."),
            Map.entry("Task.depends_on", "Tasks that must have ended before this one can start."),
            Map.entry(
                    "Task.run_if",
                    "When the task runs, by how those it depends on ended. ALL_SUCCESS, the default: all succeeded;"
                            + " AT_LEAST_ONE_SUCCESS; NONE_FAILED; ALL_DONE: however they ended; AT_LEAST_ONE_FAILED;"
                            + " ALL_FAILED."),
            Map.entry("Task.disabled", "Whether the task is left out. Default false."),
            Map.entry("Task.condition_task", "Asks a question; tasks can wait for one of its outcomes."),
            Map.entry("Task.for_each_task", "Runs another task once for each of a list of inputs."),
            Map.entry("Task.run_job_task", "Runs a job and ends as its run does."),
            Map.entry("Task.health", "When a task run counts as unhealthy. It is not stopped."),
            Map.entry(
                    "TaskDependency.outcome",
                    "Of a condition task: \"true\" or \"false\". After the other outcome the task is excluded."),
            Map.entry(
                    "ConditionTask.op",
                    "EQUAL_TO and NOT_EQUAL compare text, so that 12.0 is not 12; GREATER_THAN, GREATER_THAN_OR_EQUAL,"
                            + " LESS_THAN and LESS_THAN_OR_EQUAL compare numbers."),
            Map.entry("ConditionTask.left", "Left operand, with references."),
            Map.entry("ConditionTask.right", "Right operand, with references."),
            Map.entry(
                    "ForEachTask.inputs",
                    "A JSON array as text of at most 10,000 characters, or references that become one, such as"
                            + " {{tasks.list.values.days}}."),
            Map.entry(
                    "ForEachTask.concurrency", "How many iterations may be active at once, from 1 to 100. Default 1."),
            Map.entry(
                    "ForEachTask.task",
                    "The task to run, of any kind but for_each_task. In it, {{input}} is the iteration's input."),
            Map.entry("RunJobTask.job_id", "The job to run. Jobs run jobs at most three levels deep."),
            Map.entry("RunJobTask.job_parameters", "Parameters of the run; those of this run of the same name win."),
            Map.entry("JobSettings.queue", "What becomes of runs beyond max_concurrent_runs."),
            Map.entry("JobSettings.health", "When a run counts as unhealthy. It is not stopped."),
            Map.entry("JobsHealthRules.rules", "Each is a limit."),
            Map.entry("JobsHealthRule.metric", "Only RUN_DURATION_SECONDS."),
            Map.entry("JobsHealthRule.op", "Only GREATER_THAN."),
            Map.entry("JobsHealthRule.value", "The limit, in seconds."),
            Map.entry("Task.max_retries", "How often a failed task run is tried again; -1 for no limit. Default 0."),
            Map.entry(
                    "Task.min_retry_interval_millis",
                    "Milliseconds from the start of a failed attempt to the start of the next. Default 0."),
            Map.entry("Task.retry_on_timeout", "Whether an attempt that took too long is tried again. Default false."),
            Map.entry("Task.timeout_seconds", "How long one attempt may take; 0, the default, for no limit."),
            Map.entry("Task.job_cluster_key", "The job cluster the task runs on."),
            Map.entry("Task.new_cluster", "A cluster of the task's own. Without one, tasks share the default cluster."),
            Map.entry("TaskDependency.task_key", "The task that must have ended."),
            Map.entry("JobParameterDefinition.name", "Name of the parameter."),
            Map.entry("JobParameterDefinition.default", "Its value in runs that give none."),
            Map.entry("JobCluster.job_cluster_key", "Name of the cluster in its job."),
            Map.entry("JobCluster.new_cluster", "What the cluster is started with."),
            Map.entry("QueueSettings.enabled", "Whether runs beyond the limit wait; else they are skipped."),
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
