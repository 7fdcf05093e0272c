package io.leat.core.run;

import io.leat.core.graph.TaskGraph;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Set;

/**
 * Which tasks of an ended run are to run again. A task that the run never had, because the job got it later, always
 * does: the run has no result of it that could be kept.
 *
 * @param keys of tasks; all that did not succeed when this is empty
 * @param dependents whether all tasks below the chosen ones are chosen too
 */
public record RepairChoice(Set<String> keys, boolean dependents) {
    public RepairChoice {
        keys = Set.copyOf(keys);
    }

    /** All tasks that failed, ran out of time, were cancelled, or did not run because of such a one. */
    public static RepairChoice allFailed() {
        return new RepairChoice(Set.of(), false);
    }

    public static RepairChoice of(Set<String> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no task is chosen");
        }

        return new RepairChoice(keys, false);
    }

    public RepairChoice withDependents() {
        return new RepairChoice(keys, true);
    }

    /** The chosen tasks by their number in the run's graph. */
    BitSet tasks(Run run) {
        TaskGraph graph = run.plan().graph();
        BitSet chosen = new BitSet(graph.size());
        for (int task = 0; task < graph.size(); task++) {
            chosen.set(task, run.newest(task).map(this::chooses).orElse(true));
        }

        return dependents ? withAllBelow(graph, chosen) : chosen;
    }

    private boolean chooses(TaskRun last) {
        return keys.isEmpty() ? Draft.isFailure(last) : keys.contains(last.taskKey());
    }

    private static BitSet withAllBelow(TaskGraph graph, BitSet chosen) {
        BitSet all = (BitSet) chosen.clone();
        Deque<Integer> open = new ArrayDeque<>(chosen.stream().boxed().toList());
        while (!open.isEmpty()) {
            for (int below : graph.downstream(open.remove())) {
                if (!all.get(below)) {
                    all.set(below);
                    open.add(below);
                }
            }
        }

        return all;
    }
}
