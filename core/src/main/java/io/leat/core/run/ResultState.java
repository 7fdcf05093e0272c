package io.leat.core.run;

/** How a run or a task run ended. */
public enum ResultState {
    SUCCESS,
    FAILED,
    TIMEDOUT,
    CANCELED,
    MAXIMUM_CONCURRENT_RUNS_REACHED,
    EXCLUDED,
    SUCCESS_WITH_FAILURES,
    UPSTREAM_FAILED,
    UPSTREAM_CANCELED,
    DISABLED
}
