package io.leat.core.run;

import io.leat.core.job.RunIf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to know of one task of its graph.
 *
 * @param runIf when it runs, given how the tasks it waits for have ended
 * @param presence whether it takes part at all
 * @param edges to the tasks it waits for; two may lead to one condition
 * @param nested of a for-each: what is done for each input; null otherwise
 */
public record TaskNode(
        Work work,
        TaskPolicy policy,
        RunIf runIf,
        Presence presence,
        List<Edge> edges,
        @Nullable Nested nested) {
    /** Whether a task takes part in a run; where it does not, the tasks below it run as if it were not there. */
    public enum Presence {
        PRESENT,
        /** By the job's definition. */
        DISABLED,
        /** Other tasks were asked for. */
        LEFT_OUT
    }

    /**
     * @param upstream number of the task waited for
     * @param outcome that a condition must have; null for any
     */
    public record Edge(int upstream, @Nullable Boolean outcome) {}

    /**
     * @param policy of each iteration
     * @param concurrency how many iterations may be active at once, at least 1
     */
    public record Nested(Work work, TaskPolicy policy, int concurrency) {}

    public TaskNode {
        edges = List.copyOf(edges);
        if ((work == Work.FOR_EACH) != (nested != null)) {
            throw new IllegalArgumentException("a nested task belongs to a for-each");
        }
    }

    /** Of a task that runs in a driver when all it waits for has succeeded. */
    public static TaskNode leaf(TaskPolicy policy, List<Edge> edges) {
        return new TaskNode(Work.LEAF, policy, RunIf.ALL_SUCCESS, Presence.PRESENT, edges, null);
    }

    Nested iterations() {
        if (nested == null) {
            throw new IllegalStateException("not a for-each");
        }

        return nested;
    }
}
