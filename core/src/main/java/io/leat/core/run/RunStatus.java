package io.leat.core.run;

import org.jspecify.annotations.Nullable;

/**
 * Where a run stands.
 *
 * @param result set exactly when the state is terminal
 * @param ending how it will end once nothing of it runs any more; set when it was cancelled or ran out of time
 * @param startTime epoch milliseconds
 * @param began when its latest execution began: its start, or its latest repair; epoch milliseconds
 * @param endTime epoch milliseconds; 0 before
 */
public record RunStatus(
        LifeCycleState state,
        @Nullable ResultState result,
        @Nullable TerminationCode code,
        String message,
        @Nullable ResultState ending,
        long startTime,
        long began,
        long endTime) {
    public RunStatus {
        if (state.isTerminal() != (result != null)) {
            throw new IllegalArgumentException("%s and result %s do not go together".formatted(state, result));
        }
    }

    /** Of a run that starts now. */
    public static RunStatus pending(long now) {
        return new RunStatus(LifeCycleState.PENDING, null, null, "", null, now, now, 0);
    }

    /** Of a run that waits for its turn from now on. */
    public static RunStatus queued(String message, long now) {
        return new RunStatus(LifeCycleState.QUEUED, null, null, message, null, now, now, 0);
    }

    /** Of a run that is not begun, as the job has as many as it may. */
    public static RunStatus skipped(String message, long now) {
        return new RunStatus(
                LifeCycleState.SKIPPED,
                ResultState.MAXIMUM_CONCURRENT_RUNS_REACHED,
                TerminationCode.MAX_CONCURRENT_RUNS_EXCEEDED,
                message,
                null,
                now,
                now,
                now);
    }

    RunStatus dequeued(long now) {
        return new RunStatus(LifeCycleState.PENDING, null, null, "", null, startTime, now, 0);
    }

    RunStatus running() {
        return new RunStatus(LifeCycleState.RUNNING, null, null, "", null, startTime, began, 0);
    }

    RunStatus terminating(ResultState how) {
        return new RunStatus(LifeCycleState.TERMINATING, null, null, "", how, startTime, began, 0);
    }

    RunStatus ended(LifeCycleState how, ResultState newResult, TerminationCode newCode, String text, long now) {
        return new RunStatus(how, newResult, newCode, text, null, startTime, began, now);
    }

    /** Of a run that has ended and goes on with a repair now. */
    public RunStatus repaired(long now) {
        return new RunStatus(LifeCycleState.PENDING, null, null, "", null, startTime, now, 0);
    }

    public boolean isTerminal() {
        return state.isTerminal();
    }

    /**
     * How it ended.
     *
     * @throws IllegalStateException when it has not
     */
    public ResultState ended() {
        if (result == null) {
            throw new IllegalStateException("a run that is %s has not ended".formatted(state));
        }

        return result;
    }

    /** Whether a person or a limit ended it. */
    public boolean userCancelledOrTimedout() {
        return result == ResultState.CANCELED || result == ResultState.TIMEDOUT;
    }
}
