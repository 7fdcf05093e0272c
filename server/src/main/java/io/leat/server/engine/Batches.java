package io.leat.server.engine;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.TaskRun;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Mints batches. Only the holder of a task run's fence is served. */
final class Batches {
    private final Runs runs;
    private final Supplier<UUID> ids;

    Batches(Runs runs, Supplier<UUID> ids) {
        this.runs = runs;
        this.ids = ids;
    }

    /** The batch that the attempt goes on with, with its manifest, else a new one. */
    Minted mint(Step step, MintRequest request) {
        ActiveRun run = holder(request.taskRunId(), request.fence());
        TaskRun taskRun = run.run().find(request.taskRunId()).orElseThrow();
        TaskBatches batches = TaskBatches.of(step.tables(), run, taskRun.taskKey());
        Optional<Batch> kept = batches.kept(request, step.now());
        if (kept.isPresent()) {
            List<Batch> overlapping = overlapping(step.tables(), kept.get());
            return minted(kept.get(), batches.unsettled(kept.get().replaces()), overlapping);
        }

        batches.superseder(request).ifPresent(newer -> {
            throw superseded(request, newer);
        });
        Batch fresh = fresh(request);
        List<Batch> overlapping = overlapping(step.tables(), fresh);
        List<Batch> replaced = new ArrayList<>(batches.replacedBy(request.statement(), request.table()));
        replaced.addAll(overlapping);
        if (request.statement().equals(Batch.QUARANTINE)) {
            // the records of a target that was given up come once more with the one in its place
            replaced.addAll(
                    step.tables().batches().quarantinesGivenUp(run.row().jobId(), taskRun.taskKey(), request.table()));
        }
        Batch batch =
                fresh.inPlaceOf(replaced.stream().map(Batch::batchId).distinct().toList());
        step.tables()
                .batches()
                .insert(new BatchRow(
                        batch,
                        run.row().jobId(),
                        run.runId(),
                        taskRun.taskKey(),
                        taskRun.taskRunId(),
                        step.now(),
                        null,
                        null));
        return minted(batch, batches.unsettled(batches.earlier(request.statement())), overlapping);
    }

    private static Minted minted(Batch batch, List<Batch> replaced, List<Batch> overlapping) {
        Map<String, Batch> settle = new LinkedHashMap<>();
        Stream.concat(replaced.stream(), overlapping.stream()).forEach(old -> settle.put(old.batchId(), old));
        settle.remove(batch.batchId());
        return new Minted(batch, List.copyOf(settle.values()));
    }

    private Batch fresh(MintRequest request) {
        return new Batch(
                ids.get().toString(),
                request.table(),
                request.statement(),
                request.mode(),
                request.slice(),
                request.manifest(),
                request.codeHash(),
                List.of(),
                BatchState.MINTED);
    }

    /** Batches that were minted before, may yet be written, and must not be once this one is in the table. */
    private static List<Batch> overlapping(Tables tables, Batch batch) {
        if (batch.state().isSettled()) {
            return List.of();
        }

        return tables.batches().unsettled(batch.table()).stream()
                .map(BatchRow::batch)
                .takeWhile(earlier -> !earlier.batchId().equals(batch.batchId()))
                .filter(Assignments::hasTable)
                .filter(batch::overwrites)
                .toList();
    }

    /** The run of a task run that this driver may still write for. */
    ActiveRun holder(long taskRunId, long fence) {
        return runs.findByTask(taskRunId)
                .filter(run -> run.run()
                        .find(taskRunId)
                        .filter(taskRun -> taskRun.fence() == fence && mayWrite(taskRun))
                        .isPresent())
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INVALID_STATE,
                        "Task run %d is not this driver's any more (fence %d).".formatted(taskRunId, fence)));
    }

    private static LeatException superseded(MintRequest request, BatchRow newer) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "What this task was writing to %s is superseded: task %s of run %d began to replace the same rows after it."
                                .formatted(request.table(), newer.taskKey(), newer.runId())
                        + " Nothing was written. Start a new run, or repair this one, to write it all the same.");
    }

    /** Not once it was told to end: what is not minted then will not be written. */
    private static boolean mayWrite(TaskRun taskRun) {
        return taskRun.state() == LifeCycleState.PENDING || taskRun.state() == LifeCycleState.RUNNING;
    }
}
