package io.leat.core.job;

import io.leat.core.value.Scope;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tasks of a job can name.
 *
 * @param dependencies the keys each task waits for, by its key
 */
record JobScope(
        Reading reading,
        Set<String> clusters,
        Set<String> environments,
        Set<String> parameters,
        Map<String, List<String>> dependencies) {
    static JobScope of(Place job, Reading reading) {
        Map<String, List<String>> dependencies = new HashMap<>();
        for (Place task : job.field("tasks").elements()) {
            dependencies.put(
                    task.field("task_key").text(),
                    task.field("depends_on").elements().stream()
                            .map(dependency -> dependency.field("task_key").text())
                            .toList());
        }

        return new JobScope(
                reading,
                texts(job.field("job_clusters"), "job_cluster_key"),
                texts(job.field("environments"), "environment_key"),
                texts(job.field("parameters"), "name"),
                dependencies);
    }

    private static Set<String> texts(Place list, String field) {
        Set<String> texts = new HashSet<>();
        list.elements().forEach(element -> texts.add(element.field(field).text()));
        texts.remove("");
        return texts;
    }

    /** Of what a task says itself. */
    Scope of(String taskKey) {
        return new Scope(parameters, dependencies.keySet(), key -> isUpstream(key, taskKey), false);
    }

    /** Of what a task repeats. */
    Scope iterated(String taskKey) {
        return new Scope(parameters, dependencies.keySet(), key -> isUpstream(key, taskKey), true);
    }

    private boolean isUpstream(String key, String taskKey) {
        Set<String> seen = new HashSet<>();
        ArrayDeque<String> open = new ArrayDeque<>(dependencies.getOrDefault(taskKey, List.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (next.equals(key)) {
                return true;
            }

            if (seen.add(next)) {
                open.addAll(dependencies.getOrDefault(next, List.of()));
            }
        }

        return false;
    }
}
