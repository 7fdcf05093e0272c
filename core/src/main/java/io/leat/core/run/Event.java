package io.leat.core.run;

import org.jspecify.annotations.Nullable;

/**
 * A fact that may move a run. Made by the named methods only.
 *
 * @param taskRunId which task run it is about; 0 when it is about the run
 * @param fence the assignment it comes from; facts of an older assignment move nothing
 */
public record Event(
        Kind kind,
        long taskRunId,
        long fence,
        @Nullable String driverId,
        @Nullable Ending ending,
        String message) {
    /** What can happen. */
    public enum Kind {
        /** The run is to begin. */
        START,
        /** A ready task run was given to a driver. */
        ASSIGNED,
        /** Its code began. */
        STARTED,
        /** It ended in its driver, or with it. */
        ENDED,
        /** Its driver was ended for another task's sake; this try does not count. */
        DISPLACED,
        /** The interval before a retry is over. */
        RETRY_DUE,
        /** The time of an attempt is over. */
        TASK_TIMEOUT,
        /** The time of the run is over. */
        RUN_TIMEOUT,
        /** Somebody wants the run to end. */
        CANCEL
    }

    /** How a task run ended. */
    public enum Ending {
        SUCCESS,
        FAILED,
        CANCELED,
        /** Infrastructure: a lost driver, a fault of Leat. */
        INTERNAL_ERROR
    }

    public static Event start() {
        return new Event(Kind.START, 0, 0, null, null, "");
    }

    public static Event assigned(long taskRunId, long fence, String driverId) {
        return new Event(Kind.ASSIGNED, taskRunId, fence, driverId, null, "");
    }

    public static Event started(long taskRunId, long fence) {
        return new Event(Kind.STARTED, taskRunId, fence, null, null, "");
    }

    public static Event ended(long taskRunId, long fence, Ending ending, String message) {
        return new Event(Kind.ENDED, taskRunId, fence, null, ending, message);
    }

    public static Event displaced(long taskRunId, long fence, String message) {
        return new Event(Kind.DISPLACED, taskRunId, fence, null, null, message);
    }

    public static Event retryDue(long taskRunId) {
        return new Event(Kind.RETRY_DUE, taskRunId, 0, null, null, "");
    }

    public static Event taskTimeout(long taskRunId) {
        return new Event(Kind.TASK_TIMEOUT, taskRunId, 0, null, null, "");
    }

    public static Event runTimeout() {
        return new Event(Kind.RUN_TIMEOUT, 0, 0, null, null, "");
    }

    public static Event cancel() {
        return new Event(Kind.CANCEL, 0, 0, null, null, "");
    }
}
