package io.leat.server.engine;

import io.leat.core.batch.Batch;
import io.leat.core.batch.CodeHash;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.cluster.Assignment;
import io.leat.core.job.Task;
import io.leat.core.job.TaskLibraries;
import io.leat.core.run.TaskRun;
import io.leat.core.value.ResolvedBody;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Makes of a task run all that its driver must know. References are resolved here, as late as can be. */
final class Assignments {

    /** Statements that do not write a Delta table, and so cannot be looked up in one. */
    private static final Set<String> WITHOUT_TABLE = Set.of("model");

    private final RunValues values;

    Assignments(RunValues values) {
        this.values = values;
    }

    /**
     * @throws io.leat.core.error.LeatException when a reference stands for nothing, or a batch is too old to go on with
     */
    Assignment of(Step step, ActiveRun run, TaskRun taskRun) {
        Tables tables = step.tables();
        RunRow row = run.row();
        Task task = run.task(taskRun);
        ResolvedBody resolved = values.resolve(tables, run, taskRun);
        Writing writing = task.writesTables() ? writing(tables, run, taskRun, resolved, step.now()) : Writing.NONE;
        return new Assignment(
                taskRun.taskRunId(),
                row.runId(),
                row.jobId(),
                row.runName(),
                taskRun.taskKey(),
                taskRun.attemptNumber(),
                taskRun.fence(),
                task.kind(),
                resolved.body(),
                resolved.arguments(),
                row.baseDir(),
                Map.of(),
                TaskLibraries.of(run.settings(), task),
                resolved.secrets(),
                writing.settle(),
                writing.batches(),
                writing.replaced(),
                writing.lastCommits());
    }

    /** What a task that writes tables must know of what was written before. */
    private record Writing(List<Batch> settle, List<Batch> batches, List<Batch> replaced, List<Commit> lastCommits) {
        private static final Writing NONE = new Writing(List.of(), List.of(), List.of(), List.of());
    }

    private static Writing writing(Tables tables, ActiveRun run, TaskRun taskRun, ResolvedBody resolved, long now) {
        if (!tables.batches().hasAny(run.row().jobId(), taskRun.taskKey())) {
            return Writing.NONE;
        }

        TaskBatches batches = TaskBatches.of(tables, run, taskRun.taskKey());
        String kind = run.task(taskRun).kind();
        String codeHash = CodeHash.of(kind, resolved.body(), resolved.arguments());
        List<Batch> replaced = batches.replaced(codeHash);
        return new Writing(
                settle(tables, run, taskRun, replaced),
                batches.given(codeHash, now),
                replaced.stream().map(Assignments::withoutFiles).toList(),
                lastCommits(tables, run.row().jobId(), taskRun.taskKey()));
    }

    /**
     * What earlier runs of this task left open, and what earlier executions of this run did and this one gives up:
     * found in their tables or burnt there, before anything is read.
     */
    private static List<Batch> settle(Tables tables, ActiveRun run, TaskRun taskRun, List<Batch> replaced) {
        Stream<Batch> ofOtherRuns = tables.batches().unsettledOf(run.row().jobId(), taskRun.taskKey()).stream()
                .filter(row -> row.runId() != run.runId() && !isSliceOfActiveRun(tables, row))
                .map(BatchRow::batch);
        Stream<Batch> givenUp = replaced.stream().filter(batch -> !batch.state().isSettled());
        return Stream.concat(ofOtherRuns, givenUp).filter(Assignments::hasTable).toList();
    }

    private static Batch withoutFiles(Batch batch) {
        return batch.with(new Manifest(List.of(), batch.manifest().pins()));
    }

    /** Runs may write different slices of one table side by side; minting settles those that overlap. */
    private static boolean isSliceOfActiveRun(Tables tables, BatchRow row) {
        return row.batch().slice() != null && tables.runs().active().contains(row.runId());
    }

    static boolean hasTable(Batch batch) {
        return !WITHOUT_TABLE.contains(batch.statement());
    }

    private static List<Commit> lastCommits(Tables tables, long jobId, String taskKey) {
        return tables.batches().lastCommits(jobId, taskKey).stream()
                .map(BatchRow::commit)
                .filter(Objects::nonNull)
                .toList();
    }
}
