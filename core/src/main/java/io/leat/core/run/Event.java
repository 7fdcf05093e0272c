package io.leat.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fact that may move a run. Made by the named methods only.
 *
 * @param taskRunId which task run it is about; 0 when it is about the run
 * @param fence the assignment it comes from; facts of an older assignment move nothing
 * @param values that an attempt set for other tasks to read, by name
 * @param found what the control plane found out about a task whose work is its own
 */
public record Event(
        Kind kind,
        long taskRunId,
        long fence,
        @Nullable String driverId,
        @Nullable Ending ending,
        String message,
        Map<String, JsonNode> values,
        @Nullable Found found) {
    /** What can happen. */
    public enum Kind {
        /** The run is to begin. */
        START,
        /** A ready task run was given to a driver. */
        ASSIGNED,
        /** Its code began. */
        STARTED,
        /** It ended in its driver, or with it; or the run it had started ended. */
        ENDED,
        /** Its driver was ended for another task's sake; this try does not count. */
        DISPLACED,
        /** A condition was compared. */
        DECIDED,
        /** The inputs of a for-each are known. */
        EXPANDED,
        /** The run that a run-job task asked for was made. */
        CHILD_STARTED,
        /** What the task needs to begin cannot be had: a reference stands for nothing, a job is not there. */
        REFUSED,
        /** The interval before a retry is over. */
        RETRY_DUE,
        /** The time of an attempt is over. */
        TASK_TIMEOUT,
        /** The time of the run is over. */
        RUN_TIMEOUT,
        /** The run has waited for its turn as long as a run may. */
        QUEUE_TIMEOUT,
        /** Somebody wants the task run to end. */
        CANCEL_TASK,
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

    /**
     * What the control plane found out.
     *
     * @param outcome of a condition
     * @param total inputs of a for-each
     * @param kept of them, those whose work an earlier execution of the run has done
     * @param childRunId run that a run-job task waits for
     */
    public record Found(boolean outcome, int total, BitSet kept, long childRunId) {
        private static Found outcome(boolean outcome) {
            return new Found(outcome, 0, new BitSet(), 0);
        }
    }

    public Event {
        values = Map.copyOf(values);
    }

    private static Event of(Kind kind, long taskRunId) {
        return new Event(kind, taskRunId, 0, null, null, "", Map.of(), null);
    }

    private static Event found(Kind kind, long taskRunId, Found found) {
        return new Event(kind, taskRunId, 0, null, null, "", Map.of(), found);
    }

    Found facts() {
        if (found == null) {
            throw new IllegalStateException(kind + " without what was found");
        }

        return found;
    }

    public static Event start() {
        return of(Kind.START, 0);
    }

    public static Event assigned(long taskRunId, long fence, String driverId) {
        return new Event(Kind.ASSIGNED, taskRunId, fence, driverId, null, "", Map.of(), null);
    }

    public static Event started(long taskRunId, long fence) {
        return new Event(Kind.STARTED, taskRunId, fence, null, null, "", Map.of(), null);
    }

    public static Event ended(long taskRunId, long fence, Ending ending, String message) {
        return ended(taskRunId, fence, ending, message, Map.of());
    }

    /**
     * @param values set for other tasks to read, by name
     */
    public static Event ended(long taskRunId, long fence, Ending ending, String message, Map<String, JsonNode> values) {
        return new Event(Kind.ENDED, taskRunId, fence, null, ending, message, values, null);
    }

    public static Event displaced(long taskRunId, long fence, String message) {
        return new Event(Kind.DISPLACED, taskRunId, fence, null, null, message, Map.of(), null);
    }

    public static Event decided(long taskRunId, boolean outcome) {
        return found(Kind.DECIDED, taskRunId, Found.outcome(outcome));
    }

    /**
     * @param total number of inputs
     * @param kept indexes of those that are not to be done again
     */
    public static Event expanded(long taskRunId, int total, BitSet kept) {
        return found(Kind.EXPANDED, taskRunId, new Found(false, total, (BitSet) kept.clone(), 0));
    }

    public static Event childStarted(long taskRunId, long childRunId) {
        return found(Kind.CHILD_STARTED, taskRunId, new Found(false, 0, new BitSet(), childRunId));
    }

    public static Event refused(long taskRunId, String message) {
        return new Event(Kind.REFUSED, taskRunId, 0, null, null, message, Map.of(), null);
    }

    public static Event retryDue(long taskRunId) {
        return of(Kind.RETRY_DUE, taskRunId);
    }

    public static Event taskTimeout(long taskRunId) {
        return of(Kind.TASK_TIMEOUT, taskRunId);
    }

    public static Event runTimeout() {
        return of(Kind.RUN_TIMEOUT, 0);
    }

    public static Event queueTimeout() {
        return of(Kind.QUEUE_TIMEOUT, 0);
    }

    public static Event cancelTask(long taskRunId) {
        return of(Kind.CANCEL_TASK, taskRunId);
    }

    public static Event cancel() {
        return of(Kind.CANCEL, 0);
    }
}
