package io.leat.core.run;

/**
 * How often and how long a task may try.
 *
 * @param maxRetries after the first attempt; -1 for no limit
 * @param retryIntervalMillis least time from the start of a failed attempt to the start of the next
 * @param retryOnTimeout whether an attempt that ran out of time is tried again
 * @param timeoutMillis of one attempt; 0 for no limit
 */
public record TaskPolicy(int maxRetries, long retryIntervalMillis, boolean retryOnTimeout, long timeoutMillis) {
    public static final TaskPolicy ONCE = new TaskPolicy(0, 0, false, 0);

    boolean allowsRetryAfter(int retriesUsed, ResultState result) {
        boolean retriable = result == ResultState.FAILED || (result == ResultState.TIMEDOUT && retryOnTimeout);
        return retriable && (maxRetries < 0 || retriesUsed < maxRetries);
    }
}
