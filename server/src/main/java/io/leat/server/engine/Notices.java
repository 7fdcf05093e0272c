package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.notify.Audience;
import io.leat.core.notify.Occasion;
import io.leat.core.notify.Subscriptions;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.server.store.OutboxTable.OutboxRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the outbox: in the transaction of the event that it tells, and only where somebody wants to be told.
 * Its fields are those of the Jobs API's webhooks, and what a message says besides.
 */
final class Notices {
    private Notices() {}

    /** A run has come to stand so. */
    static void run(Step step, ActiveRun run, RunStatus status) {
        Subscriptions said = Subscriptions.of(run.settings().more());
        said.of(status).ifPresent(occasion -> tellOfRun(step, run, status, said, occasion));
    }

    private static void tellOfRun(Step step, ActiveRun run, RunStatus status, Subscriptions said, Occasion occasion) {
        Audience audience = said.audience(occasion);
        if (!audience.isEmpty()) {
            ObjectNode body = body(step, run, occasion, audience, run.runId());
            state(body, status.state(), status.result(), status.message());
            add(step, run, "run/%d/%d/%s".formatted(run.runId(), run.repairId(), occasion.field()), body);
        }
    }

    /**
     * A task run has come to stand so.
     *
     * @param moved all that moved with it; another attempt is among them
     */
    static void task(Step step, ActiveRun run, TaskRun taskRun, List<TaskRun> moved) {
        Subscriptions said = Subscriptions.of(run.task(taskRun).more());
        said.of(taskRun, () -> isRetried(taskRun, moved))
                .ifPresent(occasion -> tellOfTask(step, run, taskRun, said, occasion));
    }

    private static boolean isRetried(TaskRun taskRun, List<TaskRun> moved) {
        return moved.stream()
                .anyMatch(other -> other.task() == taskRun.task()
                        && other.taskKey().equals(taskRun.taskKey())
                        && other.attemptNumber() > taskRun.attemptNumber());
    }

    private static void tellOfTask(Step step, ActiveRun run, TaskRun taskRun, Subscriptions said, Occasion occasion) {
        Audience audience = said.audience(occasion);
        if (!audience.isEmpty()) {
            ObjectNode body = body(step, run, occasion, audience, taskRun.taskRunId());
            body.withObject("/run").put("parent_run_id", run.runId());
            body.putObject("task").put("task_key", taskRun.taskKey());
            body.put("attempt_number", taskRun.attemptNumber());
            state(body, taskRun.state(), taskRun.result(), taskRun.message());
            add(step, run, "task/%d/%s".formatted(taskRun.taskRunId(), occasion.field()), body);
        }
    }

    /** A run takes longer than its health rule allows. */
    static void slow(Step step, ActiveRun run) {
        RunEvents.slow(step, run, null);
        Subscriptions said = Subscriptions.of(run.settings().more());
        tellOfRun(step, run, run.run().status(), said, Occasion.DURATION_WARNING);
    }

    /** A task run takes longer than its health rule allows. */
    static void slow(Step step, ActiveRun run, TaskRun taskRun) {
        RunEvents.slow(step, run, taskRun);
        Subscriptions said = Subscriptions.of(run.task(taskRun).more());
        tellOfTask(step, run, taskRun, said, Occasion.DURATION_WARNING);
    }

    private static ObjectNode body(Step step, ActiveRun run, Occasion occasion, Audience audience, long runId) {
        ObjectNode body = Json.object().put("event_type", occasion.eventType()).put("at", step.now());
        body.putObject("run").put("run_id", runId);
        body.putObject("job")
                .put("job_id", run.row().jobId())
                .put("name", run.settings().title());
        if (run.repairId() != 0) {
            body.put("repair_id", run.repairId());
        }

        ObjectNode destinations = body.putObject("destinations");
        audience.emails().forEach(destinations.putArray("emails")::add);
        audience.webhooks().forEach(destinations.putArray("webhooks")::add);
        return body;
    }

    private static void state(ObjectNode body, LifeCycleState lifeCycle, @Nullable ResultState result, String message) {
        ObjectNode state = body.putObject("state").put("life_cycle_state", lifeCycle.name());
        if (result != null) {
            state.put("result_state", result.name());
        }

        state.put("state_message", message);
    }

    private static void add(Step step, ActiveRun run, String entryId, ObjectNode body) {
        step.tables().outbox().add(new OutboxRow(entryId, step.now(), run.runId(), run.lastEvent(), body.toString()));
    }
}
