package io.leat.server.rest;

import io.leat.server.rest.RunView.RepairView;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.TaskRunView;
import java.util.ArrayList;
import java.util.List;

/**
 * One time that a run went: its original execution, or a repair.
 *
 * @param repairId 0 for the original one
 * @param startTime in epoch milliseconds
 * @param endTime in epoch milliseconds; 0 before the end
 * @param taskRunIds of the task runs made in it
 */
record RunExecution(long repairId, State state, long startTime, long endTime, List<Long> taskRunIds) {
    RunExecution {
        taskRunIds = List.copyOf(taskRunIds);
    }

    /**
     * All of a run, oldest first.
     *
     * @param now how the run is
     */
    static List<RunExecution> of(RunView run, State now) {
        List<RunExecution> all = new ArrayList<>();
        long id = 0;
        long start = run.startTime();
        for (RepairView next : run.repairs()) {
            all.add(new RunExecution(
                    id, next.before(), start, next.beforeEndTime(), taskRuns(run, id, next.repairId())));
            id = next.repairId();
            start = next.startTime();
        }

        all.add(new RunExecution(id, now, start, run.endTime(), taskRuns(run, id, Long.MAX_VALUE)));
        return all;
    }

    private static List<Long> taskRuns(RunView run, long after, long before) {
        return run.tasks().stream()
                .map(TaskRunView::runId)
                .filter(id -> id > after && id < before)
                .toList();
    }
}
