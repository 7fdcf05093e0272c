package io.leat.core.run;

/** What a run is of. Source: the Jobs API's {@code RunType}. */
public enum RunType {
    /** A saved job. */
    JOB_RUN,

    /** Settings that were given for this run alone. */
    SUBMIT_RUN,

    /** A notebook that another notebook runs. */
    WORKFLOW_RUN
}
