package io.leat.core.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One try at one task inside one run; a retry or a repair makes a new one with an id of its own, greater than those of
 * the tries before it.
 *
 * @param task number in the run's graph
 * @param iteration index of a for-each's input, from 0; -1 of a task of the graph
 * @param parentId task run of the for-each that an iteration belongs to; 0 otherwise
 * @param taskKey of an iteration: {@code loop[3]}
 * @param attemptNumber over retries of every cause and repairs, from 0
 * @param retriesUsed how many of the tries before this one, since the latest repair of the task, counted against
 *     {@code max_retries}
 * @param result set exactly when the state is terminal
 * @param ending how it will end once its driver says so; set while TERMINATING
 * @param dueTime when a waiting retry may start, epoch milliseconds; 0 if at once
 * @param startTime of its code, epoch milliseconds; 0 before
 * @param endTime epoch milliseconds; 0 before
 * @param fence of its assignment; 0 while it has no driver
 * @param outcome of a condition, once decided
 * @param childRunId run of the job that a run-job task has started; 0 otherwise
 */
public record TaskRun(
        long taskRunId,
        long runId,
        int task,
        int iteration,
        long parentId,
        String taskKey,
        int attemptNumber,
        int retriesUsed,
        LifeCycleState state,
        @Nullable ResultState result,
        @Nullable TerminationCode code,
        String message,
        @Nullable ResultState ending,
        long dueTime,
        long startTime,
        long endTime,
        long fence,
        @Nullable String driverId,
        @Nullable Boolean outcome,
        long childRunId) {

    public TaskRun {
        Objects.requireNonNull(taskKey, "taskKey is null");
        Objects.requireNonNull(state, "state is null");
        if (state.isTerminal() != (result != null)) {
            throw new IllegalArgumentException("%s and result %s do not go together".formatted(state, result));
        }
    }

    static TaskRun first(long taskRunId, long runId, int task, String taskKey, LifeCycleState state) {
        return fresh(taskRunId, runId, task, -1, 0, taskKey, 0, 0, state, 0);
    }

    static TaskRun iteration(long taskRunId, TaskRun parent, int index) {
        String key = "%s[%d]".formatted(parent.taskKey, index);
        return fresh(
                taskRunId,
                parent.runId,
                parent.task,
                index,
                parent.taskRunId,
                key,
                parent.attemptNumber,
                0,
                LifeCycleState.PENDING,
                0);
    }

    private static TaskRun fresh(
            long taskRunId,
            long runId,
            int task,
            int iteration,
            long parentId,
            String taskKey,
            int attemptNumber,
            int retriesUsed,
            LifeCycleState state,
            long due) {
        return new TaskRun(
                taskRunId,
                runId,
                task,
                iteration,
                parentId,
                taskKey,
                attemptNumber,
                retriesUsed,
                state,
                null,
                null,
                "",
                null,
                due,
                0,
                0,
                0,
                null,
                null,
                0);
    }

    public boolean isIteration() {
        return iteration >= 0;
    }

    /** Whether a driver has it or may have it. */
    public boolean isAssigned() {
        return driverId != null && !state.isTerminal();
    }

    /** Whether it ends only when somebody else says so: its driver, or another run. */
    boolean isHeld() {
        return isAssigned() || (childRunId != 0 && !state.isTerminal());
    }

    TaskRun retry(long newTaskRunId, int newRetriesUsed, long due, long now) {
        LifeCycleState next = due > now ? LifeCycleState.WAITING_FOR_RETRY : LifeCycleState.PENDING;
        return fresh(
                newTaskRunId, runId, task, iteration, parentId, taskKey, attemptNumber + 1, newRetriesUsed, next, due);
    }

    /** The first try of a repair; its retries start over. */
    TaskRun repaired(long newTaskRunId) {
        return fresh(
                newTaskRunId,
                runId,
                task,
                iteration,
                parentId,
                taskKey,
                attemptNumber + 1,
                0,
                LifeCycleState.BLOCKED,
                0);
    }

    /** The same, in a graph that gives the task this number. */
    public TaskRun numbered(int newTask) {
        Edit edit = new Edit(this);
        edit.task = newTask;
        return edit.done();
    }

    TaskRun to(LifeCycleState next) {
        return moved(next).done();
    }

    TaskRun assigned(String driver, long newFence) {
        Edit edit = new Edit(this);
        edit.driverId = driver;
        edit.fence = newFence;
        return edit.done();
    }

    TaskRun started(long now) {
        Edit edit = moved(LifeCycleState.RUNNING);
        edit.startTime = now;
        return edit.done();
    }

    TaskRun startedChild(long newChildRunId, long now) {
        Edit edit = moved(LifeCycleState.RUNNING);
        edit.startTime = now;
        edit.childRunId = newChildRunId;
        return edit.done();
    }

    TaskRun terminating(ResultState how) {
        Edit edit = moved(LifeCycleState.TERMINATING);
        edit.ending = how;
        return edit.done();
    }

    TaskRun decided(boolean newOutcome) {
        Edit edit = new Edit(this);
        edit.outcome = newOutcome;
        return edit.done();
    }

    TaskRun ended(LifeCycleState how, ResultState newResult, TerminationCode newCode, String text, long now) {
        Edit edit = moved(how);
        edit.result = newResult;
        edit.code = newCode;
        edit.message = text;
        edit.ending = null;
        edit.endTime = now;
        return edit.done();
    }

    private Edit moved(LifeCycleState next) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException(
                    "task run %d (%s) is %s and cannot become %s".formatted(taskRunId, taskKey, state, next));
        }

        Edit edit = new Edit(this);
        edit.state = next;
        return edit;
    }

    /** A copy on which some fields are set. */
    private static final class Edit {
        private final TaskRun from;
        private int task;
        private LifeCycleState state;
        private @Nullable ResultState result;
        private @Nullable TerminationCode code;
        private String message;
        private @Nullable ResultState ending;
        private long startTime;
        private long endTime;
        private long fence;
        private @Nullable String driverId;
        private @Nullable Boolean outcome;
        private long childRunId;

        Edit(TaskRun from) {
            this.from = from;
            task = from.task;
            state = from.state;
            result = from.result;
            code = from.code;
            message = from.message;
            ending = from.ending;
            startTime = from.startTime;
            endTime = from.endTime;
            fence = from.fence;
            driverId = from.driverId;
            outcome = from.outcome;
            childRunId = from.childRunId;
        }

        TaskRun done() {
            return new TaskRun(
                    from.taskRunId,
                    from.runId,
                    task,
                    from.iteration,
                    from.parentId,
                    from.taskKey,
                    from.attemptNumber,
                    from.retriesUsed,
                    state,
                    result,
                    code,
                    message,
                    ending,
                    from.dueTime,
                    startTime,
                    endTime,
                    fence,
                    driverId,
                    outcome,
                    childRunId);
        }
    }
}
