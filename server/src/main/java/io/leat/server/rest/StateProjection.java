package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.TerminationCode;
import io.leat.core.schedule.Admission;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.TaskRunView;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two shapes in which the Jobs API tells how a run is: the legacy {@code state} and the newer {@code status}. */
final class StateProjection {
    private static final String WORKSPACE_FULL = "ACTIVE_RUNS_LIMIT_REACHED";
    private static final String QUEUE_FULL = "MAX_CONCURRENT_RUNS_REACHED";

    private StateProjection() {}

    /** The state of a job run in the Jobs API's sense: a failed leaf makes it INTERNAL_ERROR, and its message names it. */
    static State ofJobRun(RunView run) {
        State state = run.state();
        if (state.result() == ResultState.FAILED && state.lifeCycle().isTerminal()) {
            String message = state.message().isBlank() ? failure(run.tasks()) : state.message();
            return new State(
                    LifeCycleState.INTERNAL_ERROR,
                    state.result(),
                    state.code(),
                    message,
                    state.userCancelledOrTimedout());
        }

        return state;
    }

    /** How a queued run says what it waits for. */
    static State queued(State state, int maxConcurrentRuns) {
        if (state.lifeCycle() != LifeCycleState.QUEUED || !state.message().isBlank()) {
            return state;
        }

        String reason = Admission.waitingMessage(maxConcurrentRuns);
        return new State(state.lifeCycle(), null, null, reason, state.userCancelledOrTimedout());
    }

    static ObjectNode state(State state) {
        boolean queued = state.lifeCycle() == LifeCycleState.QUEUED;
        ObjectNode json = Json.object();
        json.put("life_cycle_state", state.lifeCycle().name());
        if (state.result() != null && state.lifeCycle().isTerminal()) {
            json.put("result_state", state.result().name());
        }

        json.put("state_message", queued ? "" : state.message());
        json.put("user_cancelled_or_timedout", state.userCancelledOrTimedout());
        if (queued) {
            json.put("queue_reason", state.message());
        }

        return json;
    }

    static ObjectNode status(State state) {
        ObjectNode json = Json.object();
        json.put("state", newer(state.lifeCycle()));
        if (state.lifeCycle() == LifeCycleState.QUEUED) {
            String code = Admission.isCrowded(state.message()) ? WORKSPACE_FULL : QUEUE_FULL;
            json.putObject("queue_details").put("code", code).put("message", state.message());
        }

        code(state)
                .ifPresent(code -> json.putObject("termination_details")
                        .put("code", code.name())
                        .put("type", code.type().name())
                        .put("message", state.message()));
        return json;
    }

    private static String newer(LifeCycleState lifeCycle) {
        return switch (lifeCycle) {
            case QUEUED, PENDING, BLOCKED, RUNNING, TERMINATING -> lifeCycle.name();
            case WAITING_FOR_RETRY -> "WAITING";
            case TERMINATED, SKIPPED, INTERNAL_ERROR -> "TERMINATED";
        };
    }

    private static Optional<TerminationCode> code(State state) {
        boolean ending = state.lifeCycle() == LifeCycleState.TERMINATING;
        if (!ending && !state.lifeCycle().isTerminal()) {
            return Optional.empty();
        }

        if (state.code() != null || state.result() == null) {
            return Optional.ofNullable(state.code());
        }

        return Optional.of(byDefault(state.result()));
    }

    private static TerminationCode byDefault(ResultState result) {
        return switch (result) {
            case SUCCESS -> TerminationCode.SUCCESS;
            case SUCCESS_WITH_FAILURES -> TerminationCode.SUCCESS_WITH_FAILURES;
            case FAILED -> TerminationCode.RUN_EXECUTION_ERROR;
            case TIMEDOUT -> TerminationCode.CANCELED;
            case CANCELED -> TerminationCode.USER_CANCELED;
            case MAXIMUM_CONCURRENT_RUNS_REACHED -> TerminationCode.MAX_CONCURRENT_RUNS_EXCEEDED;
            case EXCLUDED, UPSTREAM_FAILED, UPSTREAM_CANCELED -> TerminationCode.SKIPPED;
            case DISABLED -> TerminationCode.DISABLED;
        };
    }

    /** Names the task that failed first; what failed because of it is told in one sentence. */
    private static String failure(List<TaskRunView> tasks) {
        Map<String, TaskRunView> latest = new LinkedHashMap<>();
        tasks.forEach(task -> latest.put(task.taskKey(), task));
        boolean skipped =
                latest.values().stream().anyMatch(task -> task.state().result() == ResultState.UPSTREAM_FAILED);
        return latest.values().stream()
                .filter(StateProjection::isFailed)
                .min(Comparator.comparingLong(TaskRunView::endTime))
                .map(task -> "Task %s failed with message: %s%s"
                        .formatted(
                                task.taskKey(),
                                sentence(task.state().message()),
                                skipped ? " This caused all downstream tasks to get skipped." : ""))
                .orElse("");
    }

    private static boolean isFailed(TaskRunView task) {
        ResultState result = task.state().result();
        return result == ResultState.FAILED || result == ResultState.TIMEDOUT;
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
