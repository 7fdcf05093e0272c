package io.leat.lab.conformance;

import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.TerminationCode;
import io.leat.lab.conformance.Observation.StateSeen;
import org.jspecify.annotations.Nullable;

/** States of the engine in both forms of the Jobs API. */
final class States {
    private States() {}

    static StateSeen of(
            LifeCycleState state, @Nullable ResultState result, @Nullable TerminationCode code, String message) {
        boolean queued = state == LifeCycleState.QUEUED;
        return new StateSeen(
                state.name(),
                result == null ? null : result.name(),
                result == ResultState.CANCELED || result == ResultState.TIMEDOUT,
                queued ? "" : message,
                status(state),
                code == null ? null : code.name(),
                code == null ? null : code.type().name(),
                queued ? message : null,
                queued ? "MAX_CONCURRENT_RUNS_REACHED" : null);
    }

    private static String status(LifeCycleState state) {
        return switch (state) {
            case WAITING_FOR_RETRY -> "WAITING";
            case TERMINATED, SKIPPED, INTERNAL_ERROR -> "TERMINATED";
            case QUEUED, PENDING, BLOCKED, RUNNING, TERMINATING -> state.name();
        };
    }
}
