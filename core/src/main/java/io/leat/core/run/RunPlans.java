package io.leat.core.run;

import io.leat.core.graph.TaskGraph;
import io.leat.core.job.ForEachTask;
import io.leat.core.job.JobSettings;
import io.leat.core.job.Task;
import io.leat.core.job.TaskDependency;
import io.leat.core.run.TaskNode.Edge;
import io.leat.core.run.TaskNode.Nested;
import io.leat.core.run.TaskNode.Presence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job's definition means for a run of it. */
public final class RunPlans {
    private static final int MILLIS = 1_000;

    private RunPlans() {}

    /**
     * @param only tasks asked for, each a task's key, {@code +key} with all above it, {@code key+} with all below;
     *     empty for all
     */
    public static RunPlan of(JobSettings settings, Collection<String> only) {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        settings.tasks().forEach(task -> dependencies.put(task.taskKey(), task.dependencies()));
        TaskGraph graph = TaskGraph.of(dependencies);
        Set<String> chosen = Selection.of(graph, only);
        List<TaskNode> nodes = settings.tasks().stream()
                .map(task -> node(graph, task, chosen.contains(task.taskKey())))
                .toList();
        return new RunPlan(graph, nodes, (long) settings.timeLimit() * MILLIS);
    }

    private static TaskNode node(TaskGraph graph, Task task, boolean chosen) {
        Presence presence = chosen ? Presence.PRESENT : Presence.LEFT_OUT;
        List<Edge> edges = task.dependsOn().stream()
                .map(dependency -> edge(graph, dependency))
                .distinct()
                .toList();
        Work work = work(task);
        return new TaskNode(
                work,
                policy(task),
                task.runsIf(),
                task.isDisabled() ? Presence.DISABLED : presence,
                edges,
                work == Work.FOR_EACH ? nested(task) : null);
    }

    private static Edge edge(TaskGraph graph, TaskDependency dependency) {
        int upstream = graph.find(dependency.taskKey()).orElseThrow();
        @Nullable String outcome = dependency.outcome();
        return new Edge(upstream, outcome == null ? null : Boolean.valueOf(outcome));
    }

    private static Nested nested(Task task) {
        ForEachTask forEach = task.forEach().orElseThrow();
        return new Nested(work(forEach.task()), policy(forEach.task()), forEach.atOnce());
    }

    private static Work work(Task task) {
        if (task.condition().isPresent()) {
            return Work.CONDITION;
        }

        if (task.forEach().isPresent()) {
            return Work.FOR_EACH;
        }

        return task.runJob().isPresent() ? Work.RUN_JOB : Work.LEAF;
    }

    private static TaskPolicy policy(Task task) {
        int retries = task.maxRetries() == null ? 0 : task.maxRetries();
        return new TaskPolicy(retries, task.retryInterval(), task.retriesTimeouts(), (long) task.timeLimit() * MILLIS);
    }
}
