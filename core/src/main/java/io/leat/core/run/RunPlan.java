package io.leat.core.run;

import io.leat.core.graph.TaskGraph;
import java.util.List;

/**
 * What a run is to do: the graph, and each task's policy by its number in the graph.
 *
 * @param timeoutMillis of the whole run; 0 for no limit
 */
public record RunPlan(TaskGraph graph, List<TaskPolicy> policies, long timeoutMillis) {
    public RunPlan {
        policies = List.copyOf(policies);
        if (policies.size() != graph.size()) {
            throw new IllegalArgumentException(graph.size() + " tasks, but " + policies.size() + " policies");
        }
    }
}
