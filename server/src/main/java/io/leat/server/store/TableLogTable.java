package io.leat.server.store;

import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TableLine;
import io.leat.core.batch.TableLine.Rewind;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.ListingAnswer;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the logs of tables that are made from files: which version is which batch, which versions took the
 * table back, and how far the log was told. Together with the batches' files it says which files a table holds.
 */
public final class TableLogTable {
    private final Handle handle;

    TableLogTable(Handle handle) {
        this.handle = handle;
    }

    /** Whose batches they are: one task of one job. */
    public record Reader(long jobId, String taskKey) {}

    /** How much a task has read. */
    public record Position(long files, long bytes) {}

    /**
     * A file as it was when a batch read it.
     *
     * @param version of the table that the batch made
     */
    public record FileVersion(String tableId, long version, String batchId, SourceFile file) {}

    /** A batch is a version of its table. Moves with the commit of the batch. */
    public void committed(Reader reader, String manifestHash, WriteMode mode, Commit commit) {
        insert(
                new TablePin(commit.table(), commit.tableId(), commit.version()),
                commit.batchId(),
                manifestHash,
                mode,
                reader);
    }

    /** The rows of a batch were taken away, and with them its files. */
    public void forget(String batchId) {
        handle.createUpdate("DELETE FROM table_version WHERE batch_id = ?")
                .bind(0, batchId)
                .execute();
    }

    /**
     * A version's commit was told. When it does not follow on what is known, something between is not, and the log is
     * to be read from before it.
     */
    public void told(TablePin at) {
        handle.createUpdate("""
                        UPDATE table_log
                           SET through = CASE WHEN through = :version - 1 THEN :version
                                              WHEN through >= :version THEN :version - 1
                                              ELSE through END
                         WHERE table_name = :table AND table_id = :tableId""").bindMethods(at).execute();
    }

    /** The newest version through which the log was told; {@link ListingAnswer#NOTHING} for none. */
    public long through(TablePin at) {
        return handle.createQuery("SELECT through FROM table_log WHERE table_name = :table AND table_id = :tableId")
                .bindMethods(at)
                .mapTo(Long.class)
                .findOne()
                .orElse(ListingAnswer.NOTHING);
    }

    /** Takes in what the log says in place of what was known of this part of it. */
    public void read(Reader reader, LogPart part) {
        delete("table_version", part);
        delete("table_rewind", part);
        for (Rewind rewind : part.rewinds()) {
            handle.createUpdate("""
                            INSERT INTO table_rewind (table_name, table_id, version, back_to)
                            VALUES (:table, :tableId, :at, :to)""")
                    .bindMethods(part.at())
                    .bind("at", rewind.version())
                    .bind("to", rewind.to())
                    .execute();
        }

        for (HeldBatch batch : part.batches()) {
            HeldBatch.Kept kept = batch.kept();
            TablePin at = new TablePin(part.at().table(), part.at().tableId(), batch.version());
            insert(at, batch.batchId(), batch.manifest(), kept == null ? null : kept.mode(), reader);
            if (kept != null) {
                handle.createUpdate("UPDATE table_version SET mode = :mode WHERE batch_id = :batchId AND mode IS NULL")
                        .bind("mode", kept.mode())
                        .bind("batchId", batch.batchId())
                        .execute();
            }
        }
    }

    private void delete(String rows, LogPart part) {
        handle.createUpdate("DELETE FROM " + rows
                        + " WHERE table_name = :table AND table_id = :tableId AND version >= :from")
                .bindMethods(part.at())
                .bind("from", part.from())
                .execute();
    }

    /** Who asked for a batch is better known from the batch. */
    private void insert(TablePin at, String batchId, String manifest, @Nullable WriteMode mode, Reader reader) {
        handle.createUpdate("""
                        INSERT INTO table_version (table_name, table_id, version, batch_id, manifest_hash, mode, job_id,
                                                   task_key)
                        SELECT :table, :tableId, :version, :batchId, :manifest,
                               coalesce((SELECT mode FROM batch WHERE batch_id = :batchId), :mode),
                               coalesce((SELECT job_id FROM batch WHERE batch_id = :batchId), :jobId),
                               coalesce((SELECT task_key FROM batch WHERE batch_id = :batchId), :taskKey)
                         WHERE NOT EXISTS (SELECT 1 FROM table_version
                                            WHERE table_name = :table AND table_id = :tableId AND batch_id = :batchId)""")
                .bindMethods(at)
                .bindMethods(reader)
                .bind("batchId", batchId)
                .bind("manifest", manifest)
                .bind("mode", mode)
                .execute();
    }

    /** All of the log through this version was told. */
    public void setThrough(TablePin at) {
        handle.createUpdate("""
                        INSERT INTO table_log (table_name, table_id, through) VALUES (:table, :tableId, :version)
                        ON CONFLICT (table_name, table_id) DO UPDATE SET through = excluded.through""").bindMethods(at).execute();
    }

    /** The versions that this one descends from. */
    public TableLine line(TablePin at) {
        List<Rewind> rewinds = handle.createQuery(
                        "SELECT version, back_to FROM table_rewind WHERE table_name = :table AND table_id = :tableId")
                .bindMethods(at)
                .map(row -> new Rewind(row.getColumn("version", Long.class), row.getColumn("back_to", Long.class)))
                .list();
        return new TableLine(at.version(), rewinds);
    }

    /** Batches of the table whose files were never told. */
    public List<HeldBatch> withoutFiles(TablePin at) {
        return handle.createQuery("""
                        SELECT version, batch_id, manifest_hash FROM table_version v
                         WHERE table_name = :table AND table_id = :tableId
                           AND NOT EXISTS (SELECT 1 FROM batch_file f WHERE f.batch_id = v.batch_id)
                         ORDER BY version""")
                .bindMethods(at)
                .map(row -> new HeldBatch(
                        row.getColumn("version", Long.class),
                        row.getColumn("batch_id", String.class),
                        row.getColumn("manifest_hash", String.class),
                        null))
                .list();
    }

    /** The versions that replaced all rows by those of files, in no order. */
    public List<Long> overwrites(TablePin at) {
        return handle.createQuery("""
                        SELECT version FROM table_version
                         WHERE table_name = :table AND table_id = :tableId AND mode = 'OVERWRITE'""").bindMethods(at).mapTo(Long.class).list();
    }

    /** The versions of all tables that ever had this name into which a file was read, newest first. */
    public List<FileVersion> versionsOf(String table, String path) {
        return handle.createQuery("""
                        SELECT v.table_id, v.version, v.batch_id, f.path, f.size, f.modified, f.hash
                          FROM batch_file f JOIN table_version v ON v.batch_id = f.batch_id
                         WHERE f.path = :path AND v.table_name = :table
                         ORDER BY v.version DESC""")
                .bind("path", path)
                .bind("table", table)
                .map(row -> new FileVersion(
                        row.getColumn("table_id", String.class),
                        row.getColumn("version", Long.class),
                        row.getColumn("batch_id", String.class),
                        BatchTable.file(row)))
                .list();
    }

    public Position position(Reader reader, String table) {
        return handle.createQuery("""
                        SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes
                          FROM (SELECT f.path, max(f.size) AS size
                                  FROM table_version v JOIN batch_file f ON f.batch_id = v.batch_id
                                 WHERE v.job_id = :jobId AND v.task_key = :taskKey AND v.table_name = :table
                                 GROUP BY f.path) AS newest""")
                .bindMethods(reader)
                .bind("table", table)
                .map(row -> new Position(row.getColumn("files", Long.class), row.getColumn("bytes", Long.class)))
                .one();
    }
}
