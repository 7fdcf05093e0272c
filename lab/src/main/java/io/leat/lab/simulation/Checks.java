package io.leat.lab.simulation;

import io.leat.core.batch.Batch;
import io.leat.core.cluster.Assignment;
import java.util.HashMap;
import java.util.Map;

/** What is checked when an answer of the control plane arrives: it must be true of what is committed. */
final class Checks {
    private final Statements store;
    private final Map<String, String> minted = new HashMap<>();

    Checks(Storage storage) {
        this.store = storage.statements();
    }

    private long number(String sql, Object... values) {
        return store.look(sql, -1L, row -> row.getLong(1), values);
    }

    /** A driver was given a task run. */
    void accepted(String driverId, Assignment given) {
        String sql = "SELECT coalesce(driver_id, '') FROM task_run WHERE task_run_id = ? AND fence = ?";
        String holder = store.look(sql, "nobody", row -> row.getString(1), given.taskRunId(), given.fence());
        Violation.when(
                !holder.equals(driverId),
                "driver %s was given task run %d under fence %d, and the store says %s",
                driverId,
                given.taskRunId(),
                given.fence(),
                holder);
    }

    /** A driver was told to end a task run: what it shall go on with is nothing that it may be told to end. */
    void toldToEnd(String driverId, long taskRunId) {
        String sql =
                "SELECT count(*) FROM task_run WHERE task_run_id = ? AND driver_id = ? AND state IN ('PENDING', 'RUNNING')";
        Violation.when(
                number(sql, taskRunId, driverId) != 0,
                "driver %s was told to end task run %d, which is to go on there",
                driverId,
                taskRunId);
    }

    /** A report was acknowledged up to this event. */
    void reported(String driverId, long sequence) {
        long stored = number("SELECT last_sequence FROM driver WHERE driver_id = ?", driverId);
        Violation.when(
                stored < sequence,
                "driver %s was told that %d events are stored, and %d are",
                driverId,
                sequence,
                stored);
    }

    void minted(Batch batch, String tried) {
        String before = minted.putIfAbsent(batch.batchId(), tried);
        Violation.when(before != null && !before.equals(tried), "batch %s of %s is given to %s", batch, before, tried);
        long stored = number("SELECT count(*) FROM batch WHERE batch_id = ?", batch.batchId());
        Violation.when(stored != 1, "batch %s was given out and is not stored", batch.batchId());
    }

    void started(long runId) {
        Violation.when(
                number("SELECT count(*) FROM run WHERE run_id = ?", runId) != 1,
                "run %d was told of and is not stored",
                runId);
    }

    /** The latest repair of a run; 0 if there is none. */
    long latestRepair(long runId) {
        return number("SELECT coalesce(max(repair_id), 0) FROM repair WHERE run_id = ?", runId);
    }

    /** @param repair the latest when the cancel came; what a later one began is not cancelled by it */
    void cancelled(long runId, long repair) {
        String sql = "SELECT count(*) FROM run WHERE run_id = ? AND result IS NULL AND ending IS NULL";
        Violation.when(
                number(sql, runId) != 0 && latestRepair(runId) == repair,
                "the cancel of run %d was taken and is not stored",
                runId);
    }

    void repaired(long repairId) {
        Violation.when(
                number("SELECT count(*) FROM repair WHERE repair_id = ?", repairId) != 1,
                "repair %d was told of and is not stored",
                repairId);
    }
}
