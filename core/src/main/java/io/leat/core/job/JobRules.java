package io.leat.core.job;

import io.leat.core.error.Nearest;
import io.leat.core.value.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold for a job and its tasks beyond the types of single fields. */
final class JobRules {
    private JobRules() {}

    static void check(Place job) {
        DagRules.check(job);
        unique(job.field("parameters"), "name", "parameters");
        unique(job.field("job_clusters"), "job_cluster_key", "job clusters");
        atLeast(job.field("timeout_seconds"), 0, "0 for no limit");
        atLeast(job.field("max_concurrent_runs"), 1, "1 by default");
        Set<String> parameters = texts(job.field("parameters"), "name");
        job.field("parameters").elements().forEach(FieldRules::checkParameter);
        Set<String> clusters = texts(job.field("job_clusters"), "job_cluster_key");
        job.field("job_clusters").elements().forEach(cluster -> checkCluster(cluster.field("new_cluster")));
        job.field("tasks").elements().forEach(task -> checkTask(task, clusters, parameters));
    }

    private static void checkTask(Place task, Set<String> clusters, Set<String> parameters) {
        checkBodies(task, parameters);
        atLeast(task.field("max_retries"), -1, "-1 for no limit");
        atLeast(task.field("min_retry_interval_millis"), 0, "0 for none");
        atLeast(task.field("timeout_seconds"), 0, "0 for no limit");
        checkCluster(task.field("new_cluster"));
        Place key = task.field("job_cluster_key");
        if (key.node().isTextual() && !clusters.contains(key.text())) {
            String hint = Nearest.didYouMean(key.text(), clusters);
            key.error("%s is no job cluster of this job%s".formatted(key.text(), hint.isEmpty() ? "." : hint));
        }

        if (key.isGiven() && task.field("new_cluster").isGiven()) {
            task.field("new_cluster").refuse("A task runs on a new_cluster or on a job cluster, not on both.");
        }
    }

    private static void checkBodies(Place task, Set<String> parameters) {
        List<Place> bodies =
                task.fields().stream().filter(field -> isBody(field.name())).toList();
        if (!task.node().isObject()) {
            return;
        }

        if (bodies.isEmpty()) {
            task.error("%s says nothing to do; give it one of %s.".formatted(title(task), kinds()));
        }

        for (Place second : bodies.subList(Math.min(1, bodies.size()), bodies.size())) {
            second.refuse("%s has both %s and %s; a task does one thing."
                    .formatted(title(task), bodies.get(0).name(), second.name()));
        }

        for (Place body : bodies) {
            if (TaskKinds.names().contains(body.name())) {
                new FieldRules(Scope.of(parameters)).check(body);
                DataRules.check(body);
            }
        }
    }

    /** Whether a field of a task says what the task does. */
    static boolean isBody(String field) {
        return field.endsWith(TaskKinds.SUFFIX);
    }

    static String kinds() {
        return String.join(", ", TaskKinds.all());
    }

    private static String title(Place task) {
        String key = task.field("task_key").text();
        return key.isEmpty() ? task.name() : "task " + key;
    }

    private static void checkCluster(Place cluster) {
        atLeast(cluster.field("num_workers"), 0, "0 for none");
        Place version = cluster.field("spark_version");
        if (version.node().isTextual() && !version.is(ClusterSpec.RUNTIME)) {
            version.error("spark_version %s is no runtime of this version of Leat; the one there is is %s."
                    .formatted(version.text(), ClusterSpec.RUNTIME));
        }
    }

    private static void atLeast(Place place, long least, String meaning) {
        if (place.node().isIntegralNumber() && place.node().longValue() < least) {
            place.error("%s is %s; it must be at least %d (%s)."
                    .formatted(place.name(), place.node().asText(), least, meaning));
        }
    }

    private static void unique(Place list, String field, String what) {
        Set<String> seen = new HashSet<>();
        for (Place element : list.elements()) {
            Place name = element.field(field);
            if (name.node().isTextual() && !seen.add(name.text())) {
                name.error("Two %s have the %s %s.".formatted(what, field, name.text()));
            }
        }
    }

    private static Set<String> texts(Place list, String field) {
        Set<String> texts = new HashSet<>();
        list.elements().forEach(element -> texts.add(element.field(field).text()));
        texts.remove("");
        return texts;
    }
}
