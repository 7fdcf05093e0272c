package io.leat.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.server.store.EventTable.EventRow;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The events of a run as clients see them. */
final class RunEvents {
    private RunEvents() {}

    /** The run's state; with its tasks when it begins, or begins again with a repair. */
    static void run(Step step, ActiveRun active, RunStatus status, boolean begins) {
        ObjectNode body = body(active, step.now(), "run")
                .put("job_id", active.row().jobId())
                .put("run_name", active.row().runName());
        if (active.repairId() != 0) {
            body.put("repair_id", active.repairId());
        }

        ObjectNode state =
                body.putObject("state").put("life_cycle_state", status.state().name());
        if (status.result() != null) {
            state.put("result_state", status.result().name());
        }

        state.put("state_message", status.message())
                .put("user_cancelled_or_timedout", status.userCancelledOrTimedout());
        body.put("start_time", status.startTime()).put("end_time", status.endTime());
        if (begins) {
            tasks(active, body.putArray("tasks"));
        }

        append(step, active, body);
        Notices.run(step, active, status);
    }

    /** It takes longer than its health rule allows. */
    static void slow(Step step, ActiveRun active, @Nullable TaskRun taskRun) {
        OptionalLong limit = taskRun == null
                ? active.settings().healthyDuration()
                : active.task(taskRun).healthyDuration();
        ObjectNode body =
                taskRun == null ? body(active, step.now(), "health") : task(active, step.now(), "health", taskRun);
        body.put("metric", "RUN_DURATION_SECONDS").put("limit", limit.orElse(0));
        append(step, active, body);
    }

    private static void tasks(ActiveRun active, ArrayNode tasks) {
        for (Task task : active.settings().tasks()) {
            ObjectNode node = tasks.addObject().put("task_key", task.taskKey()).put("kind", task.kind());
            ArrayNode dependencies = node.putArray("depends_on");
            task.dependencies().forEach(dependencies::add);
        }
    }

    static void task(Step step, ActiveRun active, TaskRun taskRun) {
        ObjectNode body = task(active, step.now(), "task", taskRun)
                .put("attempt_number", taskRun.attemptNumber())
                .put("life_cycle_state", taskRun.state().name());
        if (taskRun.result() != null) {
            body.put("result_state", taskRun.result().name());
        }

        body.put("state_message", taskRun.message())
                .put("start_time", taskRun.startTime())
                .put("end_time", taskRun.endTime());
        if (taskRun.driverId() != null) {
            body.put("driver_id", taskRun.driverId());
        }

        if (taskRun.outcome() != null) {
            body.put("outcome", taskRun.outcome());
        }

        if (taskRun.childRunId() != 0) {
            body.put("child_run_id", taskRun.childRunId());
        }

        if (!taskRun.isIteration()) {
            active.run().loop(taskRun.task()).ifPresent(loop -> body.put("iterations", loop.total()));
        }

        append(step, active, body);
    }

    /** A fact of a task run, such as its counts, under the name of its type. */
    static void fact(Step step, ActiveRun active, TaskRun taskRun, String type, JsonNode fact) {
        ObjectNode body = task(active, step.now(), type, taskRun);
        body.set(type, fact);
        append(step, active, body);
    }

    /** What a driver does that this run waits for. */
    static void driver(Step step, ActiveRun active, String driverId, String state, String message) {
        append(
                step,
                active,
                body(active, step.now(), "driver")
                        .put("driver_id", driverId)
                        .put("state", state)
                        .put("message", message));
    }

    /** Like {@link #fact}, but for what is not stored. */
    static ObjectNode passing(ActiveRun active, long now, TaskRun taskRun) {
        return task(active, now, "progress", taskRun).put("seq", active.lastEvent());
    }

    private static ObjectNode task(ActiveRun active, long now, String type, TaskRun taskRun) {
        return body(active, now, type).put("task_key", taskRun.taskKey()).put("task_run_id", taskRun.taskRunId());
    }

    private static ObjectNode body(ActiveRun active, long now, String type) {
        return Json.object().put("run_id", active.runId()).put("at", now).put("type", type);
    }

    private static void append(Step step, ActiveRun active, ObjectNode body) {
        step.movedMemory();
        long seq = active.nextEvent();
        body.put("seq", seq).put("transaction", step.transaction(active.runId(), seq));
        step.event(new EventRow(active.runId(), seq, step.now(), body.toString()));
    }
}
