package io.leat.server.engine;

import io.leat.core.job.LegacyParameters;
import io.leat.core.run.RunType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one run.
 *
 * @param parameters of the job that are to have other values than their defaults, or that the job does not define
 * @param only tasks to run, as {@link io.leat.core.run.RunPlans#of} understands them; empty for all
 * @param queue whether it may wait for its turn; null for what the job says
 * @param master asked for; null for the workspace's own
 * @param parentTaskRunId task run that waits for the run; 0 if none does
 * @param ancestors jobs above the run, outermost first
 */
record Asked(
        Map<String, String> parameters,
        LegacyParameters legacy,
        List<String> only,
        @Nullable Boolean queue,
        @Nullable String master,
        Map<String, String> sparkConf,
        @Nullable String idempotencyToken,
        RunType type,
        String trigger,
        long parentTaskRunId,
        List<Long> ancestors) {
    static final String ONE_TIME = "ONE_TIME";
    static final String RUN_JOB_TASK = "RUN_JOB_TASK";

    Asked {
        parameters = Map.copyOf(parameters);
        only = List.copyOf(only);
        ancestors = List.copyOf(ancestors);
    }

    /** By a person or a program, of settings that are no saved job's. */
    static Asked submitted(@Nullable String idempotencyToken) {
        return new Asked(
                Map.of(),
                LegacyParameters.NONE,
                List.of(),
                null,
                null,
                Map.of(),
                idempotencyToken,
                RunType.SUBMIT_RUN,
                ONE_TIME,
                0,
                List.of());
    }

    /** By a task of another run. */
    static Asked by(long taskRunId, List<Long> ancestors, Map<String, String> parameters, LegacyParameters legacy) {
        return new Asked(
                parameters,
                legacy,
                List.of(),
                null,
                null,
                Map.of(),
                null,
                RunType.JOB_RUN,
                RUN_JOB_TASK,
                taskRunId,
                ancestors);
    }
}
