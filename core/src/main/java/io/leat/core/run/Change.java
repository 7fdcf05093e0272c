package io.leat.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event moved, and what is to be done about it. Names only what moved, so that it costs the same in a run of
 * six tasks and of a hundred thousand.
 *
 * @param status of the run, if it moved
 * @param taskRuns new or moved, in the order they moved; a task run may stand here twice
 * @param waiting how many dependencies are unfinished, by task, where that moved
 * @param loops for-eaches that moved, by task
 * @param tally of the run's tasks
 * @param values set by the task run that ended, by name
 */
public record Change(
        long runId,
        Optional<RunStatus> status,
        List<TaskRun> taskRuns,
        Map<Integer, Integer> waiting,
        Map<Integer, Loop> loops,
        Tally tally,
        Optional<Values> values,
        List<Command> commands) {
    /**
     * Counts over the tasks of a run.
     *
     * @param open tasks not in a final state
     * @param failed tasks that failed or ran out of time or were not run because of such a one
     * @param failedLeaves of those, the ones nothing waits for
     * @param firstFailure task run whose failure is told, the first by time, then by id; 0 if none
     * @param firstFailureTime when, in epoch milliseconds
     */
    public record Tally(int open, int failed, int failedLeaves, long firstFailure, long firstFailureTime) {
        /** Of a run whose tasks are all open. */
        static Tally open(int tasks) {
            return new Tally(tasks, 0, 0, 0, 0);
        }

        Tally ended(boolean failure, boolean leaf) {
            return new Tally(
                    open - 1,
                    failed + (failure ? 1 : 0),
                    failedLeaves + (failure && leaf ? 1 : 0),
                    firstFailure,
                    firstFailureTime);
        }

        Tally failedFirst(long taskRunId, long time) {
            boolean first = firstFailure == 0
                    || time < firstFailureTime
                    || (time == firstFailureTime && taskRunId < firstFailure);
            return first ? new Tally(open, failed, failedLeaves, taskRunId, time) : this;
        }
    }

    /** What a task run handed to others. */
    public record Values(long taskRunId, Map<String, JsonNode> json) {
        public Values {
            json = Map.copyOf(json);
        }
    }

    public Change {
        taskRuns = List.copyOf(taskRuns);
        waiting = Map.copyOf(waiting);
        loops = Map.copyOf(loops);
        commands = List.copyOf(commands);
    }

    /** Whether the event moved nothing: it came too late, twice, or from somebody who has no say any more. */
    public boolean isEmpty() {
        return status.isEmpty() && taskRuns.isEmpty();
    }
}
