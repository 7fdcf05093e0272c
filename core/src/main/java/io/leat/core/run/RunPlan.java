package io.leat.core.run;

import io.leat.core.graph.TaskGraph;
import java.util.List;

/**
 * What a run is to do: the graph, and what there is to know of each task by its number in the graph.
 *
 * @param timeoutMillis of the whole run; 0 for no limit
 */
public record RunPlan(TaskGraph graph, List<TaskNode> nodes, long timeoutMillis) {
    public RunPlan {
        nodes = List.copyOf(nodes);
        if (nodes.size() != graph.size()) {
            throw new IllegalArgumentException(graph.size() + " tasks, but " + nodes.size() + " nodes");
        }
    }

    public TaskNode node(int task) {
        return nodes.get(task);
    }

    /** What the task run does; of an iteration, what its for-each does with each input. */
    public Work work(TaskRun taskRun) {
        TaskNode node = node(taskRun.task());
        return taskRun.isIteration() ? node.iterations().work() : node.work();
    }

    /** How often and how long this task run's task may try. */
    public TaskPolicy policy(TaskRun taskRun) {
        TaskNode node = node(taskRun.task());
        return taskRun.isIteration() ? node.iterations().policy() : node.policy();
    }
}
