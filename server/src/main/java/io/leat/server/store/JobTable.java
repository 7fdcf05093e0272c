package io.leat.server.store;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

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

    /**
     * Which jobs, newest first.
     *
     * @param name of the jobs, in small or capital letters of ASCII
     * @param beforeTime with {@code beforeId}, leaves out what stands before or at this place in the list
     */
    public record Filter(
            @Nullable String name,
            @Nullable Long beforeTime,
            @Nullable Long beforeId,
            int offset,
            int limit) {
        /** As every database has it, whatever its language is. */
        public @Nullable String lowerName() {
            return name == null
                    ? null
                    : name.chars()
                            .map(c -> c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
        }
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

    public List<JobRow> list(Filter filter) {
        StringBuilder sql = new StringBuilder("SELECT * FROM job WHERE 1 = 1");
        if (filter.name() != null) {
            sql.append(" AND lower(name) = :lowerName");
        }

        if (filter.beforeTime() != null) {
            sql.append(" AND (created_at, job_id) < (:beforeTime, :beforeId)");
        }

        sql.append(" ORDER BY created_at DESC, job_id DESC LIMIT :limit OFFSET :offset");
        return handle.createQuery(sql.toString())
                .bindMethods(filter)
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
