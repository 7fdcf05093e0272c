package io.leat.core.run;

import java.util.Set;

/**
 * Where a run or a task run is in its life, in the Jobs API's legacy words. A terminal state is final for a task run; a
 * run that is repaired leaves it again.
 */
public enum LifeCycleState {
    /** Waits for a slot among the job's concurrent runs. */
    QUEUED,
    /** Can start; waits for a driver. */
    PENDING,
    /** Waits for the tasks it depends on. */
    BLOCKED,
    /** Its code runs. */
    RUNNING,
    /** Told to end; may still run. */
    TERMINATING,
    /** Ended, or its end is nobody's fault but its own. */
    TERMINATED,
    /** Never ran, and will not. */
    SKIPPED,
    /** Ended by a fault outside its own code; for a job run, also by a failed leaf. */
    INTERNAL_ERROR,
    /** Failed, and will be tried again when its interval is over. */
    WAITING_FOR_RETRY;

    public boolean isTerminal() {
        return next().isEmpty();
    }

    /** The states this one may move to; empty for a terminal state. */
    public Set<LifeCycleState> next() {
        return switch (this) {
            case QUEUED -> Set.of(PENDING, RUNNING, SKIPPED, TERMINATED, INTERNAL_ERROR);
            case BLOCKED -> Set.of(PENDING, SKIPPED, TERMINATED);
            case PENDING -> Set.of(RUNNING, TERMINATING, TERMINATED, SKIPPED, INTERNAL_ERROR);
            case RUNNING -> Set.of(TERMINATING, TERMINATED, INTERNAL_ERROR);
            case WAITING_FOR_RETRY -> Set.of(PENDING, TERMINATED);
            case TERMINATING -> Set.of(TERMINATED, INTERNAL_ERROR);
            case TERMINATED, SKIPPED, INTERNAL_ERROR -> Set.of();
        };
    }
}
