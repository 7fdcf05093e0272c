package io.leat.core.run;

import io.leat.core.graph.TaskGraph;
import io.leat.core.run.TaskNode.Edge;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Plans from texts: {@code "c:a,b"} is a task c that waits for a and b. */
final class GivenPlan {
    private GivenPlan() {}

    static RunPlan of(long timeoutMillis, TaskPolicy policy, String... tasks) {
        return with(timeoutMillis, Map.of(), policy, tasks);
    }

    /**
     * @param changes to the plain leaves, by task
     */
    static RunPlan with(
            long timeoutMillis, Map<String, UnaryOperator<TaskNode>> changes, TaskPolicy policy, String... tasks) {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        for (String task : tasks) {
            String[] parts = task.split(":", 2);
            dependencies.put(parts[0], parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",")));
        }

        TaskGraph graph = TaskGraph.of(dependencies);
        List<TaskNode> nodes = dependencies.keySet().stream()
                .map(key -> changes.getOrDefault(key, UnaryOperator.identity())
                        .apply(TaskNode.leaf(policy, edges(graph, key))))
                .toList();
        return new RunPlan(graph, nodes, timeoutMillis);
    }

    private static List<Edge> edges(TaskGraph graph, String key) {
        return Arrays.stream(graph.upstream(graph.find(key).orElseThrow()))
                .mapToObj(above -> new Edge(above, null))
                .toList();
    }
}
