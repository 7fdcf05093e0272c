package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunType;
import io.leat.core.run.TerminationCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job run with its task runs, as the engine knows it; {@link RunProjection} makes the Jobs API's Run of it.
 *
 * @param settings of the version of the job that runs, or of its latest repair
 * @param parameters of this run, all of them, with the values used
 * @param trigger in the Jobs API's words, such as {@code ONE_TIME}
 * @param startTime in epoch milliseconds
 * @param endTime in epoch milliseconds; 0 before the end
 * @param queueDuration milliseconds waited in the queue of the job; 0 of a run that was repaired
 * @param tasks every task run, retries and repairs included, in the order they were made
 * @param repairs oldest first
 */
public record RunView(
        long jobId,
        long runId,
        String runName,
        ObjectNode settings,
        Map<String, String> parameters,
        String creatorUserName,
        RunType type,
        String trigger,
        State state,
        long startTime,
        long endTime,
        long queueDuration,
        List<TaskRunView> tasks,
        List<RepairView> repairs) {
    public RunView {
        Objects.requireNonNull(settings, "settings is null");
        Objects.requireNonNull(state, "state is null");
        parameters = Map.copyOf(parameters);
        tasks = List.copyOf(tasks);
        repairs = List.copyOf(repairs);
    }

    /**
     * A repair of the run. Ids grow: the task runs of a repair have greater ids than it.
     *
     * @param startTime in epoch milliseconds
     * @param before how the run had ended before it
     * @param beforeEndTime when, in epoch milliseconds
     */
    public record RepairView(long repairId, long startTime, State before, long beforeEndTime) {
        public RepairView {
            Objects.requireNonNull(before, "before is null");
        }
    }

    /**
     * How a run or task run is.
     *
     * @param result set once it has ended
     * @param code why it ended; null before the end, or where it follows from the result
     * @param message what a user should know; may be empty
     */
    public record State(
            LifeCycleState lifeCycle,
            @Nullable ResultState result,
            @Nullable TerminationCode code,
            String message,
            boolean userCancelledOrTimedout) {
        public State {
            Objects.requireNonNull(lifeCycle, "lifeCycle is null");
            Objects.requireNonNull(message, "message is null");
        }
    }

    /**
     * One try at one task.
     *
     * @param startTime in epoch milliseconds; 0 before the start
     * @param endTime in epoch milliseconds; 0 before the end
     * @param setupDuration milliseconds from the start until its code ran
     * @param queueDuration milliseconds it waited for a place
     * @param driverId that holds or held it
     * @param applicationId Spark's id of that driver's application
     * @param steering what there is to know of a task that steers the run; null of others
     */
    public record TaskRunView(
            long runId,
            String taskKey,
            int attemptNumber,
            State state,
            long startTime,
            long endTime,
            long setupDuration,
            long queueDuration,
            @Nullable String driverId,
            @Nullable String applicationId,
            @Nullable Steering steering) {
        public TaskRunView {
            Objects.requireNonNull(taskKey, "taskKey is null");
            Objects.requireNonNull(state, "state is null");
        }
    }

    /**
     * What there is to know of a task that steers the run.
     *
     * @param outcome of a condition; null before it is decided
     * @param childRunId run that a run-job task waits for; 0 if there is none
     * @param iterations of a for-each; null before its inputs are known
     */
    public record Steering(
            @Nullable Boolean outcome,
            long childRunId,
            @Nullable Iterations iterations) {}

    /**
     * How far a for-each is.
     *
     * @param failed however they failed
     */
    public record Iterations(int total, int active, int succeeded, int failed) {
        int completed() {
            return succeeded + failed;
        }
    }
}
