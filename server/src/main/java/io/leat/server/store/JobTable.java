package io.leat.server.store;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Saved jobs, each in its newest version. */
public final class JobTable {
    private final Handle handle;

    JobTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * A saved job.
     *
     * @param settings as JSON
     * @param baseDir against which its paths are resolved; {@link #NO_FILE} of a job that came by the API
     */
    public record JobRow(
            long jobId, String name, int version, String settings, String baseDir, long createdAt, long updatedAt) {
        public static final String NO_FILE = "";
    }

    /** Inserts the job, or makes this its newest version. */
    public void save(JobRow job) {
        handle.createUpdate("""
                        INSERT INTO job (job_id, name, version, settings, base_dir, created_at, updated_at)
                        VALUES (:jobId, :name, :version, :settings, :baseDir, :createdAt, :updatedAt)
                        ON CONFLICT (job_id) DO UPDATE
                           SET name = excluded.name, version = excluded.version, settings = excluded.settings,
                               base_dir = excluded.base_dir, updated_at = excluded.updated_at""").bindMethods(job).execute();
    }

    public Optional<JobRow> find(long jobId) {
        return handle.createQuery("SELECT * FROM job WHERE job_id = ?")
                .bind(0, jobId)
                .map(JobTable::row)
                .findOne();
    }

    /** The job of this name that has a file; there is one at most. */
    public Optional<JobRow> findByName(String name) {
        return handle.createQuery("SELECT * FROM job WHERE name = ? AND base_dir <> ''")
                .bind(0, name)
                .map(JobTable::row)
                .findOne();
    }

    public void delete(long jobId) {
        handle.execute("DELETE FROM job WHERE job_id = ?", jobId);
    }

    public List<JobRow> list() {
        return handle.createQuery("SELECT * FROM job ORDER BY created_at DESC, job_id DESC")
                .map(JobTable::row)
                .list();
    }

    public long lastId() {
        return handle.createQuery("SELECT coalesce(max(job_id), 0) FROM job")
                .mapTo(Long.class)
                .one();
    }

    private static JobRow row(RowView row) {
        return new JobRow(
                row.getColumn("job_id", Long.class),
                row.getColumn("name", String.class),
                row.getColumn("version", Integer.class),
                row.getColumn("settings", String.class),
                row.getColumn("base_dir", String.class),
                row.getColumn("created_at", Long.class),
                row.getColumn("updated_at", Long.class));
    }
}
