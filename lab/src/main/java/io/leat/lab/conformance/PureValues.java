package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.Task;
import io.leat.core.job.TaskParameters;
import io.leat.core.run.TaskRun;
import io.leat.core.value.CurrentTask;
import io.leat.core.value.References;
import io.leat.core.value.ResolvedBody;
import io.leat.core.value.RunFacts;
import io.leat.core.value.Secrets;
import io.leat.core.value.TaskFacts;
import io.leat.core.value.Trigger;
import io.leat.core.value.Values;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What references stand for in the runs of the pure engine. */
final class PureValues {
    private static final RunFacts.Workspace WORKSPACE = new RunFacts.Workspace("1", "http://localhost");

    private PureValues() {}

    /**
     * @throws io.leat.core.error.LeatException when a reference stands for nothing
     */
    static ResolvedBody resolve(PureRun run, TaskRun taskRun) {
        return References.resolve(
                TaskParameters.given(run.task(taskRun), run.parameters.keySet(), run.asked.legacy()), of(run, taskRun));
    }

    /**
     * @throws io.leat.core.error.LeatException when a reference stands for nothing
     */
    static String resolve(PureRun run, TaskRun taskRun, String text) {
        return References.resolve(text, of(run, taskRun));
    }

    private static Values of(PureRun run, TaskRun taskRun) {
        Task task = run.task(taskRun);
        CurrentTask current = new CurrentTask(
                task.taskKey(),
                taskRun.taskRunId(),
                taskRun.retriesUsed(),
                started(run, taskRun.taskKey()) + (taskRun.startTime() == 0 ? 1 : 0),
                null);
        RunFacts facts = new RunFacts(
                run.jobId,
                run.settings.title(),
                run.runId(),
                run.repairs.size(),
                run.parameters,
                Instant.ofEpochMilli(run.run.status().startTime()),
                run.asked.parent() == null ? Trigger.ONE_TIME : Trigger.RUN_JOB_TASK,
                null,
                WORKSPACE);
        return new Values(facts, current, key -> find(run, key), input(run, taskRun), Secrets.NONE);
    }

    private static int started(PureRun run, String key) {
        return (int)
                run.taskRuns(key).filter(taskRun -> taskRun.startTime() > 0).count();
    }

    private static Optional<TaskFacts> find(PureRun run, String key) {
        return run.run
                .plan()
                .graph()
                .find(key)
                .flatMap(run.run::newest)
                .map(last -> new TaskFacts(
                        last.taskRunId(),
                        last.result() == null ? null : last.result().name(),
                        last.code() == null ? null : last.code().name(),
                        started(run, key),
                        null,
                        run.values.getOrDefault(last.taskRunId(), Map.of())));
    }

    private static @Nullable JsonNode input(PureRun run, TaskRun taskRun) {
        return taskRun.isIteration()
                ? run.expansions.get(taskRun.parentId()).inputs().get(taskRun.iteration())
                : null;
    }
}
