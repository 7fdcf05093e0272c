package io.leat.server.store;

import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.json.Json;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** What a state says as a whole, for comparing it with what is really there. */
public final class Survey {
    private final Handle handle;

    Survey(Handle handle) {
        this.handle = handle;
    }

    /**
     * A batch and what is believed of it.
     *
     * @param ended whether the run that minted it has ended
     */
    public record KnownBatch(
            String batchId,
            BatchState state,
            boolean ended,
            @Nullable Commit commit) {}

    /**
     * A driver that was started at some time.
     *
     * @param pid of its process; 0 when that was never told
     * @param processStarted in epoch milliseconds
     * @param ended whether its end is known
     */
    public record KnownDriver(String driverId, long pid, long processStarted, boolean ended) {}

    /**
     * A position that disagrees with the batches it follows from.
     *
     * @param unread files of committed batches that do not count as read
     * @param unfounded files that count as read by a batch that is not committed
     */
    public record OddPosition(long jobId, String taskKey, String table, long unread, long unfounded) {}

    public long activeRuns() {
        return count("SELECT count(*) FROM run WHERE result IS NULL");
    }

    public long secrets() {
        return count("SELECT count(*) FROM secret");
    }

    /** Batches of ended runs of which it is not known whether they are in their tables. */
    public long unsettled() {
        return count("""
                SELECT count(*) FROM batch b JOIN run r ON r.run_id = b.run_id
                 WHERE b.state = 'MINTED' AND b.statement <> 'model' AND r.result IS NOT NULL""");
    }

    /** Whether the task run has not ended. */
    public boolean isActive(long taskRunId) {
        return handle.createQuery("SELECT count(*) FROM task_run WHERE task_run_id = ? AND result IS NULL")
                        .bind(0, taskRunId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    public List<KnownDriver> drivers() {
        return handle.createQuery("SELECT * FROM driver ORDER BY started_at, driver_id")
                .map(row -> new KnownDriver(
                        row.getColumn("driver_id", String.class),
                        row.getColumn("pid", Long.class),
                        row.getColumn("process_started", Long.class),
                        row.getColumn("ended_at", Long.class) != null))
                .list();
    }

    /** Every table for which a batch was minted. */
    public List<String> tables() {
        return handle.createQuery("SELECT DISTINCT table_name FROM batch WHERE statement <> 'model' ORDER BY 1")
                .mapTo(String.class)
                .list();
    }

    /** The batches of a table in the order they were minted. */
    public List<KnownBatch> batches(String table) {
        return handle.createQuery("""
                        SELECT b.batch_id, b.state, b.commit_body, r.result FROM batch b
                          LEFT JOIN run r ON r.run_id = b.run_id
                         WHERE b.table_name = ? AND b.statement <> 'model' ORDER BY b.minted_at, b.batch_id""").bind(0, table).map(Survey::batch).list();
    }

    private static KnownBatch batch(RowView row) {
        String commit = row.getColumn("commit_body", String.class);
        return new KnownBatch(
                row.getColumn("batch_id", String.class),
                BatchState.valueOf(row.getColumn("state", String.class)),
                row.getColumn("result", String.class) != null,
                commit == null ? null : Json.read(commit, Commit.class));
    }

    public List<OddPosition> oddPositions() {
        return handle.createQuery("""
                        SELECT job_id, task_key, table_name, sum(unread) AS unread, sum(unfounded) AS unfounded FROM (
                          SELECT b.job_id, b.task_key, b.table_name, 1 AS unread, 0 AS unfounded
                            FROM batch b JOIN batch_file f ON f.batch_id = b.batch_id
                           WHERE b.state = 'COMMITTED' AND b.statement = 'target'
                             AND NOT EXISTS (SELECT 1 FROM table_version v WHERE v.batch_id = b.batch_id)
                             AND NOT EXISTS (SELECT 1 FROM batch r
                                              WHERE r.table_name = b.table_name AND r.state = 'COMMITTED'
                                                AND instr(r.replaces, b.batch_id) > 0)
                          UNION ALL
                          SELECT v.job_id, v.task_key, v.table_name, 0, 1
                            FROM table_version v JOIN batch b ON b.batch_id = v.batch_id
                           WHERE b.state <> 'COMMITTED') AS odd
                         GROUP BY job_id, task_key, table_name ORDER BY job_id, task_key, table_name""")
                .map(row -> new OddPosition(
                        row.getColumn("job_id", Long.class),
                        row.getColumn("task_key", String.class),
                        row.getColumn("table_name", String.class),
                        row.getColumn("unread", Long.class),
                        row.getColumn("unfounded", Long.class)))
                .list();
    }

    private long count(String sql) {
        return handle.createQuery(sql).mapTo(Long.class).one();
    }
}
