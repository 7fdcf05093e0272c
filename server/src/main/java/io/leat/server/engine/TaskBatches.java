package io.leat.server.engine;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.cluster.MintRequest;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The batches of one task of a run, as an attempt at it sees them. It goes on with those of earlier attempts of the
 * same execution, the run's original one or its latest repair. It also goes on with those of an execution before, if
 * the task has not succeeded since and is to do the very same now: what was committed and never reported is adopted.
 * The place of all others its own batches take.
 */
final class TaskBatches {
    /** A little less than the time for which tables that Leat makes keep transaction ids. */
    private static final Duration IDS_ARE_KEPT = Duration.ofDays(89);

    private final Tables tables;
    private final long runId;
    private final String taskKey;
    private final List<BatchRow> rows;
    private final long repairId;
    private final long lastSuccess;

    private TaskBatches(
            Tables tables, long runId, String taskKey, List<BatchRow> rows, long repairId, long lastSuccess) {
        this.tables = tables;
        this.runId = runId;
        this.taskKey = taskKey;
        this.rows = rows;
        this.repairId = repairId;
        this.lastSuccess = lastSuccess;
    }

    static TaskBatches of(Tables tables, ActiveRun run, String taskKey) {
        List<BatchRow> rows = tables.batches().ofTask(run.runId(), taskKey).stream()
                .filter(row -> row.batch().state() != BatchState.BURNT)
                .sorted(Comparator.comparingLong(BatchRow::taskRunId))
                .toList();
        boolean repaired = run.repairId() != 0;
        long lastSuccess = repaired ? tables.taskRuns().lastSuccess(run.runId(), taskKey) : 0;
        return new TaskBatches(tables, run.runId(), taskKey, rows, run.repairId(), lastSuccess);
    }

    /** The batch that the request is to go on with; empty when it needs a new one. */
    Optional<Batch> kept(MintRequest request, long now) {
        return newest(request.statement(), request.table())
                .filter(row -> isOfThisExecution(row)
                        || (mayGoOn(row, request.codeHash())
                                && withFiles(row)
                                        .manifest()
                                        .hash()
                                        .equals(request.manifest().hash())))
                .map(row -> remembered(row, now))
                .map(this::withFiles);
    }

    /** The batch of another task or run in whose favour the table has given up what this execution was writing. */
    Optional<BatchRow> superseder(MintRequest request) {
        return tables.batches().ofTask(runId, taskKey).stream()
                .filter(row -> row.batch().state() == BatchState.BURNT
                        && isOfThisExecution(row)
                        && isSameWrite(row, request.statement(), request.table()))
                .flatMap(row -> tables.batches().inPlaceOf(row.batch().batchId(), request.table()).stream())
                .filter(newer -> newer.runId() != runId || !newer.taskKey().equals(taskKey))
                .findFirst();
    }

    /**
     * What an attempt that is told to do this can know before it looks at its inputs. Of a batch that pins versions of
     * tables it cannot: they may have newer ones since.
     */
    List<Batch> given(String codeHash, long now) {
        return newest().stream()
                .filter(row -> isOfThisExecution(row)
                        || (mayGoOn(row, codeHash)
                                && row.batch().manifest().pins().isEmpty()))
                .map(row -> remembered(row, now))
                .map(this::withFiles)
                .toList();
    }

    /** Written once more, a batch that its table has forgotten would be there twice. */
    private static BatchRow remembered(BatchRow row, long now) {
        Batch batch = row.batch();
        if (Assignments.hasTable(batch) && now - row.mintedAt() > IDS_ARE_KEPT.toMillis()) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    ("Batch %s of task %s was begun on %s. Tables keep the ids of batches for 90 days, so it cannot be told"
                                    + " any more whether %s holds it, and writing it again could double its rows. Nothing"
                                    + " was written. Start a new run.")
                            .formatted(
                                    batch.batchId(),
                                    row.taskKey(),
                                    LocalDate.ofInstant(Instant.ofEpochMilli(row.mintedAt()), ZoneOffset.UTC),
                                    batch.table()));
        }

        return row;
    }

    /** Batches that are sure to be replaced by an attempt that is told to do this. */
    List<Batch> replaced(String codeHash) {
        List<BatchRow> newest = newest();
        return earlier().stream()
                .filter(row -> !newest.contains(row) || !mayGoOn(row, codeHash))
                .map(BatchRow::batch)
                .toList();
    }

    /** All that a new batch of this statement takes the place of in this table, oldest first. */
    List<Batch> replacedBy(String statement, String table) {
        return earlier().stream()
                .filter(row -> isSameWrite(row, statement, table))
                .map(BatchRow::batch)
                .toList();
    }

    /** Those of {@code wanted} of which it is not known whether their tables hold them. */
    List<Batch> unsettled(Collection<String> wanted) {
        return rows.stream()
                .map(BatchRow::batch)
                .filter(batch ->
                        wanted.contains(batch.batchId()) && !batch.state().isSettled())
                .filter(Assignments::hasTable)
                .toList();
    }

    /** Of earlier executions, whatever table they went to, since the task may have another one now. */
    List<String> earlier(String statement) {
        return earlier().stream()
                .map(BatchRow::batch)
                .filter(batch -> batch.statement().equals(statement))
                .map(Batch::batchId)
                .toList();
    }

    private List<BatchRow> earlier() {
        return rows.stream().filter(row -> !isOfThisExecution(row)).toList();
    }

    private boolean isOfThisExecution(BatchRow row) {
        return row.taskRunId() > repairId;
    }

    private boolean mayGoOn(BatchRow row, String codeHash) {
        return row.taskRunId() > lastSuccess && row.batch().codeHash().equals(codeHash);
    }

    /** The newest batch of each statement and table. */
    private List<BatchRow> newest() {
        List<BatchRow> newest = new ArrayList<>();
        for (BatchRow row : rows) {
            newest.removeIf(older ->
                    isSameWrite(older, row.batch().statement(), row.batch().table()));
            newest.add(row);
        }

        return newest;
    }

    private Optional<BatchRow> newest(String statement, String table) {
        return newest().stream()
                .filter(row -> isSameWrite(row, statement, table))
                .findFirst();
    }

    private static boolean isSameWrite(BatchRow row, String statement, String table) {
        return row.batch().statement().equals(statement) && row.batch().table().equals(table);
    }

    /** Rows of settled batches come without their files; an attempt that adopts one wants them all the same. */
    private Batch withFiles(BatchRow row) {
        Batch batch = row.batch();
        if (batch.state() == BatchState.MINTED) {
            return batch;
        }

        List<SourceFile> files = tables.batches().files(batch.batchId());
        return batch.with(new Manifest(files, batch.manifest().pins()));
    }
}
