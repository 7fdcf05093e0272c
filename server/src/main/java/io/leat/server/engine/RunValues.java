package io.leat.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.Task;
import io.leat.core.job.TaskParameters;
import io.leat.core.json.Json;
import io.leat.core.run.TaskRun;
import io.leat.core.value.Body;
import io.leat.core.value.CurrentTask;
import io.leat.core.value.References;
import io.leat.core.value.ResolvedBody;
import io.leat.core.value.RunFacts;
import io.leat.core.value.Secrets;
import io.leat.core.value.TaskFacts;
import io.leat.core.value.Trigger;
import io.leat.core.value.Values;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Tables;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the references in a run's tasks stand for, at the moment they are asked for. */
final class RunValues {
    private final RunFacts.Workspace workspace;
    private final Secrets secrets;

    RunValues(RunFacts.Workspace workspace, Secrets secrets) {
        this.workspace = workspace;
        this.secrets = secrets;
    }

    /**
     * A task's body with what the run gives it, and with nothing left to replace.
     *
     * @throws io.leat.core.error.LeatException when a reference stands for nothing
     */
    ResolvedBody resolve(Tables tables, ActiveRun run, TaskRun taskRun) {
        Body given = TaskParameters.given(run.task(taskRun), run.parameters().keySet(), run.legacy());
        return References.resolve(given, of(tables, run, taskRun));
    }

    /**
     * The text of a for-each's inputs with nothing left to replace.
     *
     * @throws io.leat.core.error.LeatException when a reference stands for nothing
     */
    String inputs(Tables tables, ActiveRun run, TaskRun forEach) {
        String inputs = run.task(forEach).forEach().orElseThrow().inputs();
        return References.resolve(new Inputs(inputs), of(tables, run, forEach))
                .body()
                .path(Inputs.FIELD)
                .textValue();
    }

    private record Inputs(String text) implements Body {
        private static final String FIELD = "inputs";

        @Override
        public ObjectNode body() {
            return Json.object().put(FIELD, text);
        }

        @Override
        public boolean isSql(String path) {
            return false;
        }
    }

    private Values of(Tables tables, ActiveRun run, TaskRun taskRun) {
        Task task = run.task(taskRun);
        CurrentTask current = new CurrentTask(
                task.taskKey(),
                taskRun.taskRunId(),
                taskRun.retriesUsed(),
                taskRun.attemptNumber() + 1,
                notebookPath(task));
        return new Values(facts(run), current, key -> find(tables, run, key), input(tables, run, taskRun), secrets);
    }

    private RunFacts facts(ActiveRun run) {
        RunRow row = run.row();
        return new RunFacts(
                row.jobId(),
                row.runName(),
                row.runId(),
                run.repairCount(),
                run.parameters(),
                Instant.ofEpochMilli(row.status().startTime()),
                row.origin().trigger().equals(Asked.RUN_JOB_TASK) ? Trigger.RUN_JOB_TASK : Trigger.ONE_TIME,
                null,
                workspace);
    }

    private static Optional<TaskFacts> find(Tables tables, ActiveRun run, String taskKey) {
        return run.run()
                .plan()
                .graph()
                .find(taskKey)
                .flatMap(task -> run.run().newest(task).map(taskRun -> facts(tables, run, taskRun)));
    }

    private static TaskFacts facts(Tables tables, ActiveRun run, TaskRun taskRun) {
        return new TaskFacts(
                taskRun.taskRunId(),
                taskRun.result() == null ? null : taskRun.result().name(),
                taskRun.code() == null ? null : taskRun.code().name(),
                taskRun.startTime() > 0 ? taskRun.attemptNumber() + 1 : taskRun.attemptNumber(),
                notebookPath(run.task(taskRun)),
                tables.taskValues().of(taskRun.taskRunId()));
    }

    private static @Nullable JsonNode input(Tables tables, ActiveRun run, TaskRun taskRun) {
        return taskRun.isIteration() ? run.inputs(tables, taskRun.parentId()).get(taskRun.iteration()) : null;
    }

    private static @Nullable String notebookPath(Task task) {
        JsonNode path = task.more()
                .getOrDefault("notebook_task", MissingNode.getInstance())
                .path("notebook_path");
        return path.isTextual() ? path.textValue() : null;
    }
}
