package io.leat.server.engine;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Listing;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.TaskRun;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.SourceFileTable.Reader;
import io.leat.server.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Mints batches, and says which files are new. Only the holder of a task run's fence is served. */
final class Batches {
    private final Runs runs;

    Batches(Runs runs) {
        this.runs = runs;
    }

    /** The batch of an earlier attempt with its manifest, else a new one. */
    Minted mint(Step step, MintRequest request) {
        ActiveRun run = holder(request.taskRunId(), request.fence());
        TaskRun taskRun = run.run().find(request.taskRunId()).orElseThrow();
        Tables tables = step.tables();
        Optional<Batch> earlier = tables.batches().ofTask(run.runId(), taskRun.taskKey()).stream()
                .map(BatchRow::batch)
                .filter(batch -> batch.state() != BatchState.BURNT
                        && batch.statement().equals(request.statement())
                        && batch.table().equals(request.table()))
                .findFirst();
        List<Batch> overlapping = request.mode() == WriteMode.OVERWRITE ? open(tables, request) : List.of();
        if (earlier.isPresent()) {
            Batch batch = withFiles(tables, earlier.get());
            return new Minted(batch, without(overlapping, batch.batchId()));
        }

        Batch batch = new Batch(
                UUID.randomUUID().toString(),
                request.table(),
                request.statement(),
                request.mode(),
                request.manifest(),
                request.codeHash(),
                overlapping.stream().map(Batch::batchId).toList(),
                BatchState.MINTED);
        tables.batches()
                .insert(new BatchRow(
                        batch,
                        run.row().jobId(),
                        run.runId(),
                        taskRun.taskKey(),
                        taskRun.taskRunId(),
                        step.now(),
                        null,
                        null));
        return new Minted(batch, overlapping);
    }

    private static List<Batch> open(Tables tables, MintRequest request) {
        return tables.batches().unsettled(request.table()).stream()
                .map(BatchRow::batch)
                .filter(Assignments::hasTable)
                .toList();
    }

    private static List<Batch> without(List<Batch> batches, String batchId) {
        return batches.stream()
                .filter(batch -> !batch.batchId().equals(batchId))
                .toList();
    }

    /** Rows of settled batches come without their files; a retry that adopts one wants them all the same. */
    private static Batch withFiles(Tables tables, Batch batch) {
        if (batch.state() == BatchState.MINTED) {
            return batch;
        }

        List<SourceFile> files = tables.batches().files(batch.batchId());
        return new Batch(
                batch.batchId(),
                batch.table(),
                batch.statement(),
                batch.mode(),
                new Manifest(files, batch.manifest().pins()),
                batch.codeHash(),
                batch.replaces(),
                batch.state());
    }

    ListingAnswer compare(Step step, Listing listing) {
        ActiveRun run = holder(listing.taskRunId(), listing.fence());
        TaskRun taskRun = run.run().find(listing.taskRunId()).orElseThrow();
        Reader reader = new Reader(run.row().jobId(), taskRun.taskKey(), listing.table());
        List<SourceFile> fresh = new ArrayList<>();
        List<SourceFile> touched = new ArrayList<>();
        long known = 0;
        for (SourceFile file : listing.files()) {
            Optional<SourceFile> read = step.tables().sourceFiles().find(reader, file.path());
            if (read.isEmpty()) {
                fresh.add(file);
            } else if (read.get().looksLike(file)) {
                known++;
            } else {
                touched.add(read.get());
            }
        }

        return ListingAnswer.of(fresh, touched, known);
    }

    private ActiveRun holder(long taskRunId, long fence) {
        return runs.findByTask(taskRunId)
                .filter(run -> run.run()
                        .find(taskRunId)
                        .filter(taskRun -> taskRun.fence() == fence && mayWrite(taskRun))
                        .isPresent())
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INVALID_STATE,
                        "Task run %d is not this driver's any more (fence %d).".formatted(taskRunId, fence)));
    }

    /** Not once it was told to end: what is not minted then will not be written. */
    private static boolean mayWrite(TaskRun taskRun) {
        return taskRun.state() == LifeCycleState.PENDING || taskRun.state() == LifeCycleState.RUNNING;
    }
}
