package io.leat.core.job;

import io.leat.core.value.References;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold for a job beyond the types of single fields. */
final class JobRules {
    private static final int MOST_TASKS = 1_000;
    private static final int MOST_RUNS = 1_000;
    private static final int MOST_TAGS = 25;
    private static final int LONGEST_NAME = 4_096;
    private static final int LONGEST_DESCRIPTION = 27_700;

    /** With these a reference could not name it. */
    private static final Pattern UNNAMEABLE = Pattern.compile("[`{}\\p{Cntrl}]");

    private JobRules() {}

    static void check(Place job, Reading reading) {
        checkTasks(job.field("tasks"), reading);
        DagRules.check(job, reading);
        SharingRules.checkJob(job);
        Bounds.unique(job.field("parameters"), "name", "parameters");
        Bounds.unique(job.field("job_clusters"), "job_cluster_key", "job clusters");
        Bounds.unique(job.field("environments"), "environment_key", "environments");
        Bounds.atLeast(job.field("timeout_seconds"), 0, "0 for no limit");
        Bounds.atLeast(job.field("max_concurrent_runs"), 0, "0 to skip every run");
        Bounds.atMost(job.field("max_concurrent_runs"), MOST_RUNS);
        Bounds.bytes(job.field("name"), LONGEST_NAME);
        Bounds.characters(job.field("description"), LONGEST_DESCRIPTION);
        Bounds.elements(job.field("tags"), MOST_TAGS);
        job.field("parameters").elements().forEach(JobRules::checkParameter);
        job.field("job_clusters").elements().forEach(cluster -> checkKey(cluster.field("job_cluster_key")));
        job.field("job_clusters")
                .elements()
                .forEach(cluster -> ClusterRules.checkCluster(cluster.field("new_cluster"), reading));
        checkHealth(job.field("health"), reading);
        JobScope scope = JobScope.of(job, reading);
        job.field("tasks").elements().forEach(task -> TaskRules.check(task, scope));
    }

    private static void checkTasks(Place tasks, Reading reading) {
        int size = tasks.node().size();
        if (!reading.isFile()) {
            Bounds.elements(tasks, MOST_TASKS);
        } else if (size > MOST_TASKS) {
            tasks.warning(
                    "The job has %d tasks. Leat runs them; Databricks takes at most %d.".formatted(size, MOST_TASKS));
        } else if (size == 0 && (tasks.node().isArray() || !tasks.isGiven())) {
            tasks.error("A job needs at least one task under tasks.");
        }
    }

    private static void checkKey(Place key) {
        if (key.node().isTextual() && !DagRules.isKey(key.text())) {
            key.error(DagRules.badKey(key));
        }
    }

    private static void checkParameter(Place parameter) {
        Place name = parameter.field("name");
        if (name.node().isTextual()
                && (name.text().isEmpty() || UNNAMEABLE.matcher(name.text()).find())) {
            name.error("A parameter cannot have the name \"%s\"; write it with letters, digits, _, - and ."
                    .formatted(name.text()));
        }

        Place value = parameter.field("default");
        References.mistakesInParameter(value.text()).forEach(value::error);
        References.suspects(value.text(), Set.of()).forEach(value::warning);
    }

    /** Rules on streams are Databricks' alone. */
    static void checkHealth(Place health, Reading reading) {
        for (Place rule : health.field("rules").elements()) {
            Place metric = rule.field("metric");
            if (reading.isFile() && metric.node().isTextual() && !metric.text().equals(HealthRules.DURATION)) {
                metric.error("%s is not carried out by this version of Leat, only %s is."
                        .formatted(metric.text(), HealthRules.DURATION));
            }

            Bounds.atLeast(rule.field("value"), 0, "0 for every run");
        }
    }
}
