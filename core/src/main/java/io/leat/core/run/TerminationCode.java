package io.leat.core.run;

/** Why a run or a task run ended, in the Jobs API's newer words; only the codes that Leat gives. */
public enum TerminationCode {
    SUCCESS(TerminationType.SUCCESS),
    SUCCESS_WITH_FAILURES(TerminationType.SUCCESS),
    USER_CANCELED(TerminationType.SUCCESS),
    CANCELED(TerminationType.CLIENT_ERROR),
    SKIPPED(TerminationType.CLIENT_ERROR),
    RUN_EXECUTION_ERROR(TerminationType.CLIENT_ERROR),
    DISABLED(TerminationType.CLIENT_ERROR),
    MAX_CONCURRENT_RUNS_EXCEEDED(TerminationType.CLIENT_ERROR),
    MAX_JOB_QUEUE_SIZE_EXCEEDED(TerminationType.CLIENT_ERROR),
    INVALID_RUN_CONFIGURATION(TerminationType.CLIENT_ERROR),
    DRIVER_ERROR(TerminationType.INTERNAL_ERROR),
    CLUSTER_ERROR(TerminationType.INTERNAL_ERROR),
    INTERNAL_ERROR(TerminationType.INTERNAL_ERROR);

    private final TerminationType type;

    TerminationCode(TerminationType type) {
        this.type = type;
    }

    public TerminationType type() {
        return type;
    }
}
