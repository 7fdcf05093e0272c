package io.leat.core.run;

/**
 * What is to be done once a change is durable.
 *
 * @param taskRunId which task run; 0 for the run
 * @param at when, in epoch milliseconds, for timers
 */
public record Command(Kind kind, long taskRunId, long at) {
    /** What can be wanted. */
    public enum Kind {
        /** Find a driver for the task run. */
        ASSIGN,
        /** Tell its driver to end the task run. */
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

    static Command assign(long taskRunId) {
        return new Command(Kind.ASSIGN, taskRunId, 0);
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
