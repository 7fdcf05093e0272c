package io.leat.server.store;

import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.RunType;
import io.leat.core.run.TerminationCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Runs of jobs. */
public final class RunTable {
    private final Handle handle;

    RunTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * A run.
     *
     * @param settings of the job's version that runs, as JSON; a repair changes them to the newest
     * @param parameters their values, as a JSON object
     * @param master asked for by the run; null for the workspace's own
     * @param sparkConf as a JSON object
     */
    public record RunRow(
            long runId,
            long jobId,
            String runName,
            String settings,
            String baseDir,
            String parameters,
            @Nullable String master,
            String sparkConf,
            String creator,
            @Nullable String idempotencyToken,
            Origin origin,
            RunStatus status) {}

    /**
     * What a run was asked for with.
     *
     * @param trigger in the Jobs API's words, such as {@code ONE_TIME}
     * @param parentTaskRunId task run that waits for this run; 0 if none does
     * @param ancestors jobs above this run, outermost first, as a JSON list of ids
     * @param only tasks asked for, as a JSON list; empty for all
     * @param overriding parameters of the legacy form, as a JSON object
     */
    public record Origin(
            RunType type, String trigger, long parentTaskRunId, String ancestors, String only, String overriding) {
        /** Asked for by a person or a program, with nothing special. */
        public static final Origin ONE_TIME = new Origin(RunType.JOB_RUN, "ONE_TIME", 0, "[]", "[]", "{}");
    }

    /**
     * Which runs, newest first.
     *
     * @param active true for those not ended, false for those ended, null for all
     * @param beforeTime with {@code beforeId}, leaves out what stands before or at this place in the list
     */
    public record Filter(
            @Nullable Long jobId,
            @Nullable RunType type,
            @Nullable Boolean active,
            @Nullable Long startTimeFrom,
            @Nullable Long startTimeTo,
            @Nullable Long beforeTime,
            @Nullable Long beforeId,
            int offset,
            int limit) {}

    public void insert(RunRow run) {
        RunStatus status = run.status();
        Prepared.of(handle, """
                        INSERT INTO run (run_id, job_id, run_name, settings, base_dir, parameters, master, spark_conf,
                                         creator, idempotency_token, run_type, trigger_type, parent_task_run_id, ancestors,
                                         only_tasks, overriding, state, result, code, message, ending, start_time,
                                         began, end_time)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .bind(run.runId())
                .bind(run.jobId())
                .bind(run.runName())
                .bind(run.settings())
                .bind(run.baseDir())
                .bind(run.parameters())
                .bind(run.master())
                .bind(run.sparkConf())
                .bind(run.creator())
                .bind(run.idempotencyToken())
                .bind(run.origin().type())
                .bind(run.origin().trigger())
                .bind(run.origin().parentTaskRunId())
                .bind(run.origin().ancestors())
                .bind(run.origin().only())
                .bind(run.origin().overriding())
                .bind(status.state())
                .bind(status.result())
                .bind(status.code())
                .bind(status.message())
                .bind(status.ending())
                .bind(status.startTime())
                .bind(status.began())
                .bind(status.endTime())
                .execute();
    }

    public void update(long runId, RunStatus status) {
        Prepared.of(handle, """
                        UPDATE run
                           SET state = ?, result = ?, code = ?, message = ?, ending = ?, began = ?, end_time = ?
                         WHERE run_id = ?""")
                .bind(status.state())
                .bind(status.result())
                .bind(status.code())
                .bind(status.message())
                .bind(status.ending())
                .bind(status.began())
                .bind(status.endTime())
                .bind(runId)
                .execute();
    }

    /** A repair of the run goes on with these. */
    public void repaired(RunRow run) {
        handle.createUpdate("""
                        UPDATE run
                           SET run_name = :runName, settings = :settings, base_dir = :baseDir,
                               parameters = :parameters, only_tasks = :origin.only, overriding = :origin.overriding
                         WHERE run_id = :runId""").bindMethods(run).execute();
    }

    public Optional<RunRow> find(long runId) {
        return handle.createQuery("SELECT * FROM run WHERE run_id = ?")
                .bind(0, runId)
                .map(RunTable::row)
                .findOne();
    }

    public Optional<RunRow> findByToken(String idempotencyToken) {
        return handle.createQuery("SELECT * FROM run WHERE idempotency_token = ?")
                .bind(0, idempotencyToken)
                .map(RunTable::row)
                .findOne();
    }

    /** Those that have begun and not ended. */
    public List<Long> active() {
        return handle.createQuery("SELECT run_id FROM run WHERE result IS NULL AND state <> 'QUEUED' ORDER BY run_id")
                .mapTo(Long.class)
                .list();
    }

    /** Those that wait for their turn, oldest first, with the time since when. */
    public Map<Long, Long> queued() {
        return handle.createQuery("SELECT run_id, start_time FROM run WHERE state = 'QUEUED' ORDER BY +run_id")
                .map(row -> Map.entry(row.getColumn("run_id", Long.class), row.getColumn("start_time", Long.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** How many runs of a job wait for their turn. */
    public long queuedOf(long jobId) {
        return handle.createQuery("SELECT count(*) FROM run WHERE job_id = ? AND state = 'QUEUED'")
                .bind(0, jobId)
                .mapTo(Long.class)
                .one();
    }

    /** The run of a job that has waited longest for its turn. */
    public Optional<RunRow> nextQueued(long jobId) {
        return handle.createQuery("SELECT * FROM run WHERE job_id = ? AND state = 'QUEUED' ORDER BY run_id LIMIT 1")
                .bind(0, jobId)
                .map(RunTable::row)
                .findOne();
    }

    /** The same among those that tasks of other runs wait for. */
    public Optional<RunRow> nextQueuedChild(long jobId) {
        return handle.createQuery("""
                        SELECT * FROM run
                         WHERE job_id = ? AND state = 'QUEUED' AND parent_task_run_id <> 0 ORDER BY run_id LIMIT 1""").bind(0, jobId).map(RunTable::row).findOne();
    }

    public List<RunRow> list(Filter filter) {
        StringBuilder sql = new StringBuilder("SELECT * FROM run WHERE 1 = 1");
        boolean active = Boolean.TRUE.equals(filter.active());
        String few = active ? "+" : ""; // keeps the database from looking for them among all that have ended
        add(sql, filter.jobId() != null, " AND " + few + "job_id = :jobId");
        add(sql, filter.type() != null, " AND " + (filter.jobId() == null ? few : "+") + "run_type = :type");
        add(sql, active, " AND result IS NULL");
        add(sql, Boolean.FALSE.equals(filter.active()), " AND result IS NOT NULL");
        add(sql, filter.startTimeFrom() != null, " AND " + few + "start_time >= :startTimeFrom");
        add(sql, filter.startTimeTo() != null, " AND " + few + "start_time <= :startTimeTo");
        add(sql, filter.beforeTime() != null, " AND (" + few + "start_time, run_id) < (:beforeTime, :beforeId)");
        sql.append(" ORDER BY " + few + "start_time DESC, run_id DESC LIMIT :limit OFFSET :offset");
        Query query = handle.createQuery(sql.toString());
        return query.bindMethods(filter).map(RunTable::row).list();
    }

    private static void add(StringBuilder sql, boolean wanted, String condition) {
        if (wanted) {
            sql.append(condition);
        }
    }

    public long lastId() {
        return handle.createQuery("SELECT coalesce(max(run_id), 0) FROM run")
                .mapTo(Long.class)
                .one();
    }

    private static RunRow row(RowView row) {
        return new RunRow(
                row.getColumn("run_id", Long.class),
                row.getColumn("job_id", Long.class),
                row.getColumn("run_name", String.class),
                row.getColumn("settings", String.class),
                row.getColumn("base_dir", String.class),
                row.getColumn("parameters", String.class),
                row.getColumn("master", String.class),
                row.getColumn("spark_conf", String.class),
                row.getColumn("creator", String.class),
                row.getColumn("idempotency_token", String.class),
                new Origin(
                        RunType.valueOf(row.getColumn("run_type", String.class)),
                        row.getColumn("trigger_type", String.class),
                        row.getColumn("parent_task_run_id", Long.class),
                        row.getColumn("ancestors", String.class),
                        row.getColumn("only_tasks", String.class),
                        row.getColumn("overriding", String.class)),
                new RunStatus(
                        LifeCycleState.valueOf(row.getColumn("state", String.class)),
                        name(ResultState.class, row.getColumn("result", String.class)),
                        name(TerminationCode.class, row.getColumn("code", String.class)),
                        row.getColumn("message", String.class),
                        name(ResultState.class, row.getColumn("ending", String.class)),
                        row.getColumn("start_time", Long.class),
                        row.getColumn("began", Long.class),
                        row.getColumn("end_time", Long.class)));
    }

    static <E extends Enum<E>> @Nullable E name(Class<E> type, @Nullable String text) {
        return text == null ? null : Enum.valueOf(type, text);
    }
}
