package io.leat.server.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Batches and their manifests. A batch's row never changes but for its state and its commit. */
public final class BatchTable {
    private static final TypeReference<List<TablePin>> PINS = new TypeReference<>() {};
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final Handle handle;

    BatchTable(Handle handle) {
        this.handle = handle;
    }

    /** A batch and who asked for it, and, once it is in its table, its commit and who made it. */
    public record BatchRow(
            Batch batch,
            long jobId,
            long runId,
            String taskKey,
            long taskRunId,
            long mintedAt,
            @Nullable Long committedBy,
            @Nullable Commit commit) {}

    public void insert(BatchRow row) {
        Batch batch = row.batch();
        handle.createUpdate("""
                        INSERT INTO batch (batch_id, job_id, run_id, task_key, task_run_id, statement, table_name, mode, slice,
                                           manifest_hash, pins, code_hash, replaces, state, minted_at)
                        VALUES (:batchId, :jobId, :runId, :taskKey, :taskRunId, :statement, :table, :mode, :sliceJson,
                                :manifestHash, :pins, :codeHash, :replacesJson, :state, :mintedAt)""")
                .bindMethods(batch)
                .bindMethods(row)
                .bind("manifestHash", batch.manifest().hash())
                .bind("sliceJson", batch.slice() == null ? null : Json.write(batch.slice()))
                .bind("pins", Json.write(batch.manifest().pins()))
                .bind("replacesJson", Json.write(batch.replaces()))
                .execute();
        insertFiles(batch.batchId(), batch.manifest().files());
    }

    /** Files of a batch that another state minted, as its table tells them. */
    public void found(String batchId, List<SourceFile> files) {
        if (files(batchId).isEmpty()) {
            insertFiles(batchId, files);
        }
    }

    private void insertFiles(String batchId, List<SourceFile> files) {
        if (files.isEmpty()) {
            return;
        }

        PreparedBatch insert = handle.prepareBatch("""
                INSERT INTO batch_file (batch_id, number, path, size, modified, hash)
                VALUES (:batchId, :number, :path, :size, :modified, :hash)""");
        int number = 0;
        for (SourceFile file : files) {
            insert.bind("batchId", batchId)
                    .bind("number", number++)
                    .bindMethods(file)
                    .add();
        }

        insert.execute();
    }

    public void committed(Commit commit, long taskRunId) {
        handle.createUpdate("""
                        UPDATE batch
                           SET state = 'COMMITTED', committed_by = :taskRunId, commit_body = :body, version = :version,
                               committed_at = :committedAt
                         WHERE batch_id = :batchId AND state = 'MINTED'""")
                .bindMethods(commit)
                .bind("taskRunId", taskRunId)
                .bind("body", Json.write(commit))
                .execute();
    }

    public void burnt(String batchId) {
        handle.createUpdate("UPDATE batch SET state = 'BURNT' WHERE batch_id = ? AND state = 'MINTED'")
                .bind(0, batchId)
                .execute();
    }

    public Optional<BatchRow> find(String batchId) {
        return handle.createQuery("SELECT * FROM batch WHERE batch_id = ?")
                .bind(0, batchId)
                .map(this::row)
                .findOne();
    }

    /** The batches a task of a run has been given, by all its attempts. */
    public List<BatchRow> ofTask(long runId, String taskKey) {
        return handle.createQuery("SELECT * FROM batch WHERE run_id = ? AND task_key = ? ORDER BY minted_at, batch_id")
                .bind(0, runId)
                .bind(1, taskKey)
                .map(this::row)
                .list();
    }

    /** Quarantines of a task that are in their table though their target never will be, and that nothing replaced. */
    public List<Batch> quarantinesGivenUp(long jobId, String taskKey, String table) {
        return handle.createQuery("""
                        SELECT * FROM batch q
                         WHERE job_id = :jobId AND task_key = :taskKey AND table_name = :table
                           AND statement = 'quarantine' AND state = 'COMMITTED'
                           AND EXISTS (SELECT 1 FROM batch t
                                        WHERE t.run_id = q.run_id AND t.task_key = q.task_key AND t.statement = 'target'
                                          AND t.state = 'BURNT' AND t.manifest_hash = q.manifest_hash)
                           AND NOT EXISTS (SELECT 1 FROM batch r
                                            WHERE r.table_name = q.table_name AND r.state = 'COMMITTED'
                                              AND instr(r.replaces, q.batch_id) > 0)
                         ORDER BY minted_at, batch_id""")
                .bind("jobId", jobId)
                .bind("taskKey", taskKey)
                .bind("table", table)
                .map(this::row)
                .map(BatchRow::batch)
                .list();
    }

    /** The batches of a table that were to take the place of this one, newest first. */
    public List<BatchRow> inPlaceOf(String batchId, String table) {
        return handle.createQuery("""
                        SELECT * FROM batch
                         WHERE table_name = :table AND replaces LIKE '%' || :batchId || '%'
                         ORDER BY minted_at DESC, batch_id""")
                .bind("table", table)
                .bind("batchId", batchId)
                .map(this::row)
                .list();
    }

    /** Batches of a table of which it is not known whether they are in it, oldest first. */
    public List<BatchRow> unsettled(String table) {
        return handle.createQuery("""
                        SELECT * FROM batch
                         WHERE table_name = ? AND state = 'MINTED' ORDER BY minted_at, task_run_id, batch_id""").bind(0, table).map(this::row).list();
    }

    /** Whether a task of a job has ever minted a batch, in any run. */
    public boolean hasAny(long jobId, String taskKey) {
        return Prepared.of(handle, "SELECT 1 FROM batch WHERE job_id = ? AND task_key = ? LIMIT 1")
                .bind(jobId)
                .bind(taskKey)
                .finds();
    }

    /** Batches of a task of a job, from any run, of which it is not known whether they are in their tables. */
    public List<BatchRow> unsettledOf(long jobId, String taskKey) {
        return handle.createQuery("""
                        SELECT * FROM batch
                         WHERE +job_id = ? AND task_key = ? AND state = 'MINTED' ORDER BY minted_at, batch_id""")
                .bind(0, jobId)
                .bind(1, taskKey)
                .map(this::row)
                .list();
    }

    /** The newest commit of a task for each table it has written. */
    public List<BatchRow> lastCommits(long jobId, String taskKey) {
        return writtenBy(jobId, taskKey).stream()
                .flatMap(table -> lastCommit(jobId, taskKey, table).stream())
                .toList();
    }

    /** The tables that a task has written, found from one to the next by index. */
    private List<String> writtenBy(long jobId, String taskKey) {
        return handle.createQuery("""
                        WITH RECURSIVE written (name) AS (
                          SELECT (SELECT table_name FROM batch
                                   WHERE job_id = :jobId AND task_key = :taskKey AND state = 'COMMITTED'
                                   ORDER BY table_name LIMIT 1)
                          UNION ALL
                          SELECT (SELECT table_name FROM batch
                                   WHERE job_id = :jobId AND task_key = :taskKey AND state = 'COMMITTED'
                                     AND table_name > name
                                   ORDER BY table_name LIMIT 1)
                            FROM written WHERE name IS NOT NULL)
                        SELECT name FROM written WHERE name IS NOT NULL ORDER BY name""")
                .bind("jobId", jobId)
                .bind("taskKey", taskKey)
                .mapTo(String.class)
                .list();
    }

    private Optional<BatchRow> lastCommit(long jobId, String taskKey, String table) {
        return handle.createQuery("""
                        SELECT * FROM batch
                         WHERE job_id = ? AND task_key = ? AND state = 'COMMITTED' AND table_name = ?
                         ORDER BY version DESC, committed_at DESC LIMIT 1""")
                .bind(0, jobId)
                .bind(1, taskKey)
                .bind(2, table)
                .map(this::row)
                .findOne();
    }

    /** The newest commit of every table. */
    public List<BatchRow> tables() {
        return handle.createQuery("""
                        SELECT * FROM batch b
                         WHERE state = 'COMMITTED' AND statement <> 'model'
                           AND version = (SELECT max(version) FROM batch o
                                           WHERE o.table_name = b.table_name AND o.state = 'COMMITTED')
                         ORDER BY table_name""").map(this::row).list();
    }

    /** The commits of a table, newest first. */
    public List<BatchRow> commits(String table) {
        return handle.createQuery(
                        "SELECT * FROM batch WHERE table_name = ? AND state = 'COMMITTED' ORDER BY version DESC")
                .bind(0, table)
                .map(this::row)
                .list();
    }

    /** The commits that a task run made or found. */
    public List<BatchRow> committedBy(long taskRunId) {
        return handle.createQuery("""
                        SELECT * FROM batch
                         WHERE run_id = (SELECT run_id FROM task_run WHERE task_run_id = :id) AND committed_by = :id
                         ORDER BY committed_at""").bind("id", taskRunId).map(this::row).list();
    }

    private BatchRow row(RowView row) {
        String batchId = row.getColumn("batch_id", String.class);
        String slice = row.getColumn("slice", String.class);
        String commit = row.getColumn("commit_body", String.class);
        BatchState state = BatchState.valueOf(row.getColumn("state", String.class));
        List<SourceFile> files = state == BatchState.MINTED ? files(batchId) : List.of();
        Batch batch = new Batch(
                batchId,
                row.getColumn("table_name", String.class),
                row.getColumn("statement", String.class),
                WriteMode.valueOf(row.getColumn("mode", String.class)),
                slice == null ? null : Json.read(slice, Slice.class),
                new Manifest(files, Json.read(row.getColumn("pins", String.class), PINS)),
                row.getColumn("code_hash", String.class),
                Json.read(row.getColumn("replaces", String.class), STRINGS),
                state);
        return new BatchRow(
                batch,
                row.getColumn("job_id", Long.class),
                row.getColumn("run_id", Long.class),
                row.getColumn("task_key", String.class),
                row.getColumn("task_run_id", Long.class),
                row.getColumn("minted_at", Long.class),
                row.getColumn("committed_by", Long.class),
                commit == null ? null : Json.read(commit, Commit.class));
    }

    /** The files of a batch's manifest, in its order. */
    public List<SourceFile> files(String batchId) {
        return handle.createQuery("SELECT * FROM batch_file WHERE batch_id = ? ORDER BY number")
                .bind(0, batchId)
                .map(BatchTable::file)
                .list();
    }

    static SourceFile file(RowView row) {
        @Nullable String hash = row.getColumn("hash", String.class);
        return new SourceFile(
                row.getColumn("path", String.class),
                row.getColumn("size", Long.class),
                row.getColumn("modified", Long.class),
                hash);
    }
}
