package io.leat.core.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One try at one task inside one run; a retry or a repair makes a new one with an id of its own, greater than those of
 * the tries before it.
 *
 * @param task number in the run's graph
 * @param attemptNumber over retries of every cause and repairs, from 0
 * @param retriesUsed how many of the tries before this one, since the latest repair of the task, counted against
 *     {@code max_retries}
 * @param result set exactly when the state is terminal
 * @param ending how it will end once its driver says so; set while TERMINATING
 * @param dueTime when a waiting retry may start, epoch milliseconds; 0 if at once
 * @param startTime of its code, epoch milliseconds; 0 before
 * @param endTime epoch milliseconds; 0 before
 * @param fence of its assignment; 0 while it has no driver
 */
public record TaskRun(
        long taskRunId,
        long runId,
        int task,
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
        @Nullable String driverId) {

    public TaskRun {
        Objects.requireNonNull(taskKey, "taskKey is null");
        Objects.requireNonNull(state, "state is null");
        if (state.isTerminal() != (result != null)) {
            throw new IllegalArgumentException("%s and result %s do not go together".formatted(state, result));
        }
    }

    static TaskRun first(long taskRunId, long runId, int task, String taskKey, LifeCycleState state) {
        return new TaskRun(taskRunId, runId, task, taskKey, 0, 0, state, null, null, "", null, 0, 0, 0, 0, null);
    }

    /** Whether a driver has it or may have it. */
    public boolean isAssigned() {
        return driverId != null && !state.isTerminal();
    }

    TaskRun retry(long newTaskRunId, int newRetriesUsed, long due, long now) {
        LifeCycleState next = due > now ? LifeCycleState.WAITING_FOR_RETRY : LifeCycleState.PENDING;
        return new TaskRun(
                newTaskRunId,
                runId,
                task,
                taskKey,
                attemptNumber + 1,
                newRetriesUsed,
                next,
                null,
                null,
                "",
                null,
                due,
                0,
                0,
                0,
                null);
    }

    /** The first try of a repair; its retries start over. */
    TaskRun repaired(long newTaskRunId) {
        return new TaskRun(
                newTaskRunId,
                runId,
                task,
                taskKey,
                attemptNumber + 1,
                0,
                LifeCycleState.BLOCKED,
                null,
                null,
                "",
                null,
                0,
                0,
                0,
                0,
                null);
    }

    /** The same, in a graph that gives the task this number. */
    public TaskRun numbered(int newTask) {
        return new TaskRun(
                taskRunId,
                runId,
                newTask,
                taskKey,
                attemptNumber,
                retriesUsed,
                state,
                result,
                code,
                message,
                ending,
                dueTime,
                startTime,
                endTime,
                fence,
                driverId);
    }

    TaskRun to(LifeCycleState next) {
        return moved(next, null, null, message, ending, startTime, 0, fence, driverId);
    }

    TaskRun assigned(String driver, long newFence) {
        return new TaskRun(
                taskRunId,
                runId,
                task,
                taskKey,
                attemptNumber,
                retriesUsed,
                state,
                result,
                code,
                message,
                ending,
                dueTime,
                startTime,
                endTime,
                newFence,
                driver);
    }

    TaskRun started(long now) {
        return moved(LifeCycleState.RUNNING, null, null, message, ending, now, 0, fence, driverId);
    }

    TaskRun terminating(ResultState how) {
        return moved(LifeCycleState.TERMINATING, null, null, message, how, startTime, 0, fence, driverId);
    }

    TaskRun ended(LifeCycleState how, ResultState newResult, TerminationCode newCode, String text, long now) {
        return moved(how, newResult, newCode, text, null, startTime, now, fence, driverId);
    }

    private TaskRun moved(
            LifeCycleState next,
            @Nullable ResultState newResult,
            @Nullable TerminationCode newCode,
            String text,
            @Nullable ResultState newEnding,
            long start,
            long end,
            long newFence,
            @Nullable String driver) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException(
                    "task run %d (%s) is %s and cannot become %s".formatted(taskRunId, taskKey, state, next));
        }

        return new TaskRun(
                taskRunId,
                runId,
                task,
                taskKey,
                attemptNumber,
                retriesUsed,
                next,
                newResult,
                newCode,
                text,
                newEnding,
                dueTime,
                start,
                end,
                newFence,
                driver);
    }
}
