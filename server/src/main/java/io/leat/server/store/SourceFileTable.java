package io.leat.server.store;

import io.leat.core.batch.SourceFile;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** How far sources have been read: the files that each ingest has committed. Moves in the transaction of the commit. */
public final class SourceFileTable {
    private final Handle handle;

    SourceFileTable(Handle handle) {
        this.handle = handle;
    }

    /** Whose position it is: one task of one job, for one target. */
    public record Reader(long jobId, String taskKey, String table) {}

    /** How much has been read. */
    public record Position(long files, long bytes) {}

    public Optional<SourceFile> find(Reader reader, String path) {
        return handle.createQuery("""
                        SELECT * FROM source_file
                         WHERE job_id = :jobId AND task_key = :taskKey AND table_name = :table AND path = :path""")
                .bindMethods(reader)
                .bind("path", path)
                .map(SourceFileTable::file)
                .findOne();
    }

    /** The files that this batch was the last to read. */
    public List<SourceFile> ofBatch(Reader reader, String batchId) {
        return handle.createQuery("""
                        SELECT * FROM source_file
                         WHERE job_id = :jobId AND task_key = :taskKey AND table_name = :table AND batch_id = :batchId
                         ORDER BY path""")
                .bindMethods(reader)
                .bind("batchId", batchId)
                .map(SourceFileTable::file)
                .list();
    }

    /** Counts the files of a batch whose rows another one took away as not read. */
    public void forget(Reader reader, String batchId) {
        handle.createUpdate("""
                        DELETE FROM source_file
                         WHERE job_id = :jobId AND task_key = :taskKey AND table_name = :table AND batch_id = :batchId""").bindMethods(reader).bind("batchId", batchId).execute();
    }

    /** Counts all files of a committed batch as read. */
    public void advance(Reader reader, String batchId) {
        handle.createUpdate("""
                        INSERT INTO source_file (job_id, task_key, table_name, path, size, modified, hash, batch_id)
                        SELECT :jobId, :taskKey, :table, path, size, modified, hash, batch_id
                          FROM batch_file WHERE batch_id = :batchId
                        ON CONFLICT (job_id, task_key, table_name, path) DO UPDATE
                           SET size = excluded.size, modified = excluded.modified, hash = excluded.hash,
                               batch_id = excluded.batch_id""").bindMethods(reader).bind("batchId", batchId).execute();
    }

    public Position position(Reader reader) {
        return handle.createQuery("""
                        SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM source_file
                         WHERE job_id = :jobId AND task_key = :taskKey AND table_name = :table""")
                .bindMethods(reader)
                .map(row -> new Position(row.getColumn("files", Long.class), row.getColumn("bytes", Long.class)))
                .one();
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
