package io.leat.core.schedule;

import java.util.concurrent.TimeUnit;

/**
 * Whether a new run begins, waits, or is skipped. Runs of a job wait in the order they were asked for, and a run that
 * is asked for while others wait waits behind them, so no run is overtaken for ever. Source: the Jobs API's
 * {@code max_concurrent_runs} and {@code queue}.
 */
public enum Admission {
    BEGINS,
    WAITS,
    IS_SKIPPED;

    private static final String CROWDED = "Queued due to reaching maximum active runs";

    /** How long a run waits at most, in milliseconds. */
    public static final long LONGEST_WAIT = TimeUnit.HOURS.toMillis(48);

    /**
     * @param active runs of the job that have begun and not ended
     * @param waiting runs of the job that wait for their turn
     * @param limit the job's {@code max_concurrent_runs}; with 0 every run is skipped
     * @param queues whether the run may wait
     */
    public static Admission of(long active, long waiting, int limit, boolean queues) {
        if (limit == 0) {
            return IS_SKIPPED;
        }

        if (active < limit && waiting == 0) {
            return BEGINS;
        }

        return queues ? WAITS : IS_SKIPPED;
    }

    /** Whether the run that has waited longest begins. */
    public static boolean next(long active, int limit) {
        return active < limit;
    }

    /** Whether a run with this message waits for room in the workspace, and not for its job's turn. */
    public static boolean isCrowded(String message) {
        return message.startsWith(CROWDED);
    }

    public static String waitingMessage(int limit) {
        return "Queued due to reaching maximum concurrent runs of %d.".formatted(limit);
    }

    public static String crowdedMessage(int limit) {
        return "%s of %d in the workspace.".formatted(CROWDED, limit);
    }

    public static String skippedMessage(int limit) {
        return "Skipping this run because the limit of %d maximum concurrent runs has been reached.".formatted(limit);
    }
}
