package io.leat.server.store;

import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TerminationCode;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/**
 * Repairs of runs. Ids of repairs and task runs come from one sequence: the task runs of a repair have greater ids than
 * the repair, and smaller ones than the next repair of the run.
 */
public final class RepairTable {
    private final Handle handle;

    RepairTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * A repair, and what the run's row held before it.
     *
     * @param startedAt epoch milliseconds
     * @param request what was asked for, as a JSON object
     * @param settings with which the run went before, as JSON
     * @param parameters with which the run went before, as a JSON object
     * @param before how the run had ended
     */
    public record RepairRow(
            long repairId,
            long runId,
            long startedAt,
            String request,
            String settings,
            String parameters,
            RunStatus before) {}

    public void insert(RepairRow repair) {
        handle.createUpdate("""
                        INSERT INTO repair (repair_id, run_id, started_at, request, settings, parameters, state, result,
                                            code, message, start_time, began, end_time)
                        VALUES (:repairId, :runId, :startedAt, :request, :settings, :parameters, :before.state,
                                :before.result, :before.code, :before.message, :before.startTime, :before.began,
                                :before.endTime)""").bindMethods(repair).execute();
    }

    /** The repairs of a run, oldest first. */
    public List<RepairRow> list(long runId) {
        return handle.createQuery("SELECT * FROM repair WHERE run_id = ? ORDER BY repair_id")
                .bind(0, runId)
                .map(RepairTable::row)
                .list();
    }

    public long lastId() {
        return handle.createQuery("SELECT coalesce(max(repair_id), 0) FROM repair")
                .mapTo(Long.class)
                .one();
    }

    private static RepairRow row(RowView row) {
        return new RepairRow(
                row.getColumn("repair_id", Long.class),
                row.getColumn("run_id", Long.class),
                row.getColumn("started_at", Long.class),
                row.getColumn("request", String.class),
                row.getColumn("settings", String.class),
                row.getColumn("parameters", String.class),
                new RunStatus(
                        LifeCycleState.valueOf(row.getColumn("state", String.class)),
                        ResultState.valueOf(row.getColumn("result", String.class)),
                        RunTable.name(TerminationCode.class, row.getColumn("code", String.class)),
                        row.getColumn("message", String.class),
                        null,
                        row.getColumn("start_time", Long.class),
                        row.getColumn("began", Long.class),
                        row.getColumn("end_time", Long.class)));
    }
}
