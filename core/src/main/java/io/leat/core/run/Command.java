package io.leat.core.run;

/**
 * What is to be done once a change is durable. After a restart, what is still to be done follows from the rows.
 *
 * @param taskRunId which task run; 0 for the run
 * @param at when, in epoch milliseconds, for timers
 */
public record Command(Kind kind, long taskRunId, long at) {
    /** What can be wanted. */
    public enum Kind {
        /** Find a driver for the task run. */
        ASSIGN,
        /** Compare a condition's values and send DECIDED or REFUSED. */
        EVALUATE,
        /** Read a for-each's inputs and send EXPANDED or REFUSED. */
        EXPAND,
        /** Start another job's run and send CHILD_STARTED or REFUSED, and ENDED when that run has ended. */
        START_JOB,
        /** Tell its driver, or the run it has started, to end. */
        CANCEL_TASK,
        /** Send RETRY_DUE at that time. */
        TIME_RETRY,
        /** Send TASK_TIMEOUT at that time. */
        TIME_TASK,
        /** Send RUN_TIMEOUT at that time. */
        TIME_RUN,
        /** The run has ended; nothing of it runs. */
        RUN_ENDED
    }

    /** What makes a task run that can start begin. */
    public static Command begin(Work work, long taskRunId) {
        Kind kind = switch (work) {
            case LEAF -> Kind.ASSIGN;
            case CONDITION -> Kind.EVALUATE;
            case FOR_EACH -> Kind.EXPAND;
            case RUN_JOB -> Kind.START_JOB;
        };
        return new Command(kind, taskRunId, 0);
    }

    static Command cancel(long taskRunId) {
        return new Command(Kind.CANCEL_TASK, taskRunId, 0);
    }

    static Command timeRetry(long taskRunId, long at) {
        return new Command(Kind.TIME_RETRY, taskRunId, at);
    }

    static Command timeTask(long taskRunId, long at) {
        return new Command(Kind.TIME_TASK, taskRunId, at);
    }

    static Command timeRun(long at) {
        return new Command(Kind.TIME_RUN, 0, at);
    }

    static Command ended() {
        return new Command(Kind.RUN_ENDED, 0, 0);
    }
}
