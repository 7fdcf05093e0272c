package io.leat.core.job;

/** When a task runs, by how those it depends on ended. Excluded ones count as successes in all of them. */
public enum RunIf {
    /** All succeeded. */
    ALL_SUCCESS,
    /** At least one succeeded. */
    AT_LEAST_ONE_SUCCESS,
    /** None failed. */
    NONE_FAILED,
    /** All ended, however. */
    ALL_DONE,
    /** At least one failed. */
    AT_LEAST_ONE_FAILED,
    /** All failed. */
    ALL_FAILED
}
