package io.leat.server.store;

import io.leat.core.cluster.ModelReport;
import io.leat.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The registry of models. */
public final class ModelTable {
    private final Handle handle;

    ModelTable(Handle handle) {
        this.handle = handle;
    }

    /** One version of a model. */
    public record ModelRow(
            String modelId,
            String name,
            long version,
            long runId,
            long taskRunId,
            long createdAt,
            ModelReport report) {}

    /** Registers a model as the next version of its name; one that is registered already stays as it is. */
    public ModelRow register(ModelReport report, long runId, long taskRunId, long at) {
        handle.createUpdate("""
                        INSERT INTO model (model_id, name, version, run_id, task_run_id, created_at, body)
                        SELECT :modelId, :name, coalesce(max(version), 0) + 1, :runId, :taskRunId, :at, :body
                          FROM model WHERE name = :name
                        ON CONFLICT (model_id) DO NOTHING""")
                .bind("modelId", report.modelId())
                .bind("name", report.name())
                .bind("runId", runId)
                .bind("taskRunId", taskRunId)
                .bind("at", at)
                .bind("body", Json.write(report))
                .execute();
        return find(report.modelId()).orElseThrow();
    }

    public Optional<ModelRow> find(String modelId) {
        return handle.createQuery("SELECT * FROM model WHERE model_id = ?")
                .bind(0, modelId)
                .map(ModelTable::row)
                .findOne();
    }

    /** By name, newest version first. */
    public List<ModelRow> list() {
        return handle.createQuery("SELECT * FROM model ORDER BY name, version DESC")
                .map(ModelTable::row)
                .list();
    }

    private static ModelRow row(RowView row) {
        return new ModelRow(
                row.getColumn("model_id", String.class),
                row.getColumn("name", String.class),
                row.getColumn("version", Long.class),
                row.getColumn("run_id", Long.class),
                row.getColumn("task_run_id", Long.class),
                row.getColumn("created_at", Long.class),
                Json.read(row.getColumn("body", String.class), ModelReport.class));
    }
}
