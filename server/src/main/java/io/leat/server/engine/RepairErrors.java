package io.leat.server.engine;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import io.leat.core.run.LifeCycleState;
import java.util.List;

/** Why a run cannot be repaired. */
final class RepairErrors {
    private RepairErrors() {}

    static LeatException noRun(long runId) {
        return invalid("Run %d does not exist.", runId);
    }

    static LeatException notEnded(long runId, LifeCycleState state) {
        return state("Run %d cannot be repaired while it is %s. Wait until it has ended, or cancel it.", runId, state);
    }

    static LeatException tooOld(long runId, long days) {
        return state(
                "Run %d began more than %d days ago, and its tables may not know any more what it wrote. Start a new run.",
                runId, days);
    }

    static LeatException noTask(String job, String key, List<String> keys) {
        String hint = Nearest.to(key, keys)
                .map(near -> "; did you mean %s?".formatted(near))
                .orElse(". It has %s.".formatted(String.join(", ", keys)));
        return invalid("Job %s has no task %s%s", job, key, hint);
    }

    static LeatException nothingFailed(long runId) {
        return invalid(
                "No task of run %d failed, so there is nothing to repair. Name tasks to run them again all the same.",
                runId);
    }

    /** In the words that clients of the Jobs API know. */
    static LeatException latestMissing() {
        return invalid("The latest repair ID needs to be provided in order to create a new repair");
    }

    static LeatException notLatest(long runId, long named, long latest) {
        return invalid(
                "latest_repair_id is %d, but the latest repair of run %d is %d. Look at what it did, then repeat the"
                        + " request with its id.",
                named, runId, latest);
    }

    static LeatException neverRepaired(long runId, long named) {
        return invalid("latest_repair_id is %d, but run %d was never repaired. Leave it out.", named, runId);
    }

    static LeatException full(long runId, String job, int limit) {
        return state(
                "Run %d cannot be repaired now: job %s has %d active runs, which is its max_concurrent_runs. Wait until"
                        + " one has ended.",
                runId, job, limit);
    }

    private static LeatException invalid(String format, Object... values) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, String.format(format, values));
    }

    private static LeatException state(String format, Object... values) {
        return new LeatException(ErrorCode.INVALID_STATE, String.format(format, values));
    }
}
