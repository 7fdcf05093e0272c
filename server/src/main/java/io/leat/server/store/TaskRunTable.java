package io.leat.server.store;

import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.TaskRun;
import io.leat.core.run.TerminationCode;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Task runs, and what they left besides their tables. */
public final class TaskRunTable {
    private final Handle handle;

    TaskRunTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * What a task run left.
     *
     * @param counts as a JSON object
     * @param output what it left to be looked at, as a JSON object
     */
    public record Output(
            @Nullable String counts,
            @Nullable String trace,
            @Nullable String output) {}

    /** Inserts the task run, or moves it. */
    public void save(TaskRun taskRun) {
        Prepared.of(handle, """
                        INSERT INTO task_run (task_run_id, run_id, task, task_key, attempt_number, retries_used, state,
                                              result, code, message, ending, due_time, start_time, end_time, fence,
                                              driver_id, iteration, parent_id, outcome, child_run_id)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (task_run_id) DO UPDATE
                           SET state = excluded.state, result = excluded.result, code = excluded.code,
                               message = excluded.message, ending = excluded.ending, start_time = excluded.start_time,
                               end_time = excluded.end_time, fence = excluded.fence, driver_id = excluded.driver_id,
                               outcome = excluded.outcome, child_run_id = excluded.child_run_id""")
                .bind(taskRun.taskRunId())
                .bind(taskRun.runId())
                .bind(taskRun.task())
                .bind(taskRun.taskKey())
                .bind(taskRun.attemptNumber())
                .bind(taskRun.retriesUsed())
                .bind(taskRun.state())
                .bind(taskRun.result())
                .bind(taskRun.code())
                .bind(taskRun.message())
                .bind(taskRun.ending())
                .bind(taskRun.dueTime())
                .bind(taskRun.startTime())
                .bind(taskRun.endTime())
                .bind(taskRun.fence())
                .bind(taskRun.driverId())
                .bind(taskRun.iteration())
                .bind(taskRun.parentId())
                .bind(taskRun.outcome() == null ? null : taskRun.outcome().toString())
                .bind(taskRun.childRunId())
                .execute();
    }

    public void counts(long taskRunId, String counts) {
        handle.createUpdate("UPDATE task_run SET counts = ? WHERE task_run_id = ?")
                .bind(0, counts)
                .bind(1, taskRunId)
                .execute();
    }

    public void trace(long taskRunId, String trace) {
        handle.createUpdate("UPDATE task_run SET trace = ? WHERE task_run_id = ?")
                .bind(0, trace)
                .bind(1, taskRunId)
                .execute();
    }

    public void output(long taskRunId, String output) {
        handle.createUpdate("UPDATE task_run SET output = ? WHERE task_run_id = ?")
                .bind(0, output)
                .bind(1, taskRunId)
                .execute();
    }

    public Output output(long taskRunId) {
        return handle.createQuery("SELECT counts, trace, output FROM task_run WHERE task_run_id = ?")
                .bind(0, taskRunId)
                .map(row -> new Output(
                        row.getColumn("counts", String.class),
                        row.getColumn("trace", String.class),
                        row.getColumn("output", String.class)))
                .findOne()
                .orElse(new Output(null, null, null));
    }

    public Optional<TaskRun> find(long taskRunId) {
        return handle.createQuery("SELECT * FROM task_run WHERE task_run_id = ?")
                .bind(0, taskRunId)
                .map(TaskRunTable::row)
                .findOne();
    }

    /**
     * Every task run of a run but iterations, in the order they were made. Numbers of tasks are those of the graph of
     * their time.
     */
    public List<TaskRun> list(long runId) {
        return handle.createQuery("SELECT * FROM task_run WHERE run_id = ? AND iteration = -1 ORDER BY task_run_id")
                .bind(0, runId)
                .map(TaskRunTable::row)
                .list();
    }

    /** The iterations of a run that have not ended, in the order they were made. */
    public List<TaskRun> activeIterations(long runId) {
        return handle.createQuery("""
                        SELECT * FROM task_run
                         WHERE run_id = ? AND iteration >= 0 AND result IS NULL ORDER BY task_run_id""").bind(0, runId).map(TaskRunTable::row).list();
    }

    /** Attempts at the iterations of a for-each, by index, then in the order they were made. */
    public List<TaskRun> iterations(long forEachTaskRunId, int offset, int limit) {
        return handle.createQuery("""
                        SELECT * FROM task_run WHERE parent_id = ? AND iteration >= 0
                         ORDER BY iteration, task_run_id LIMIT ? OFFSET ?""")
                .bind(0, forEachTaskRunId)
                .bind(1, limit)
                .bind(2, offset)
                .map(TaskRunTable::row)
                .list();
    }

    /** The newest task run of a task of a run that was made before another, looked for among those of the task alone. */
    public Optional<TaskRun> before(long runId, String taskKey, long taskRunId) {
        return handle.createQuery("""
                        SELECT * FROM task_run
                         WHERE run_id = ? AND +iteration = -1 AND task_key = ? AND task_run_id < ?
                         ORDER BY task_run_id DESC LIMIT 1""")
                .bind(0, runId)
                .bind(1, taskKey)
                .bind(2, taskRunId)
                .map(TaskRunTable::row)
                .findOne();
    }

    /** The newest task run of a task of a run that succeeded; 0 if none did. */
    public long lastSuccess(long runId, String taskKey) {
        return handle.createQuery("""
                        SELECT coalesce(max(task_run_id), 0) FROM task_run
                         WHERE run_id = ? AND task_key = ? AND result = 'SUCCESS'""")
                .bind(0, runId)
                .bind(1, taskKey)
                .mapTo(Long.class)
                .one();
    }

    public long lastId() {
        return handle.createQuery("SELECT coalesce(max(task_run_id), 0) FROM task_run")
                .mapTo(Long.class)
                .one();
    }

    /** Looks at every task run there is; for workspaces from before fences were counted. */
    long lastFence() {
        return handle.createQuery("SELECT coalesce(max(fence), 0) FROM task_run")
                .mapTo(Long.class)
                .one();
    }

    private static @Nullable Boolean outcome(@Nullable String text) {
        return text == null ? null : Boolean.valueOf(text);
    }

    static TaskRun row(RowView row) {
        return new TaskRun(
                row.getColumn("task_run_id", Long.class),
                row.getColumn("run_id", Long.class),
                row.getColumn("task", Integer.class),
                row.getColumn("iteration", Integer.class),
                row.getColumn("parent_id", Long.class),
                row.getColumn("task_key", String.class),
                row.getColumn("attempt_number", Integer.class),
                row.getColumn("retries_used", Integer.class),
                LifeCycleState.valueOf(row.getColumn("state", String.class)),
                RunTable.name(ResultState.class, row.getColumn("result", String.class)),
                RunTable.name(TerminationCode.class, row.getColumn("code", String.class)),
                row.getColumn("message", String.class),
                RunTable.name(ResultState.class, row.getColumn("ending", String.class)),
                row.getColumn("due_time", Long.class),
                row.getColumn("start_time", Long.class),
                row.getColumn("end_time", Long.class),
                row.getColumn("fence", Long.class),
                row.getColumn("driver_id", String.class),
                outcome(row.getColumn("outcome", String.class)),
                row.getColumn("child_run_id", Long.class));
    }
}
