package io.leat.server.store;

import io.leat.core.json.Json;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/**
 * The history of what was made from what, in a database of its own where that has one writer only. An edge written
 * again takes the place of the first: the same says the same, and files, which have no versions, are told anew as a
 * task run adds to them.
 */
public final class LineageStore implements AutoCloseable {
    private final Database database;

    LineageStore(Database database) {
        this.database = database;
    }

    /** One write and who made it. */
    public record EdgeRow(Lineage lineage, long runId, long taskRunId, String taskKey, long at) {}

    /** For the engine's thread. */
    public void add(List<EdgeRow> edges) {
        if (!edges.isEmpty()) {
            database.write(handle -> {
                edges.forEach(edge -> insert(handle, edge));
                return true;
            });
        }
    }

    private static void insert(Handle handle, EdgeRow edge) {
        Dataset output = edge.lineage().output();
        long version = output.version() == null ? 0 : output.version();
        handle.createUpdate("""
                        INSERT INTO edge (output_kind, output_name, output_version, task_run_id, run_id, task_key, at,
                                          body)
                        VALUES (:kind, :name, :version, :taskRunId, :runId, :taskKey, :at, :body)
                        ON CONFLICT (output_kind, output_name, output_version, task_run_id)
                        DO UPDATE SET body = excluded.body""")
                .bindMethods(edge)
                .bind("kind", output.kind())
                .bind("name", output.name())
                .bind("version", version)
                .bind("body", Json.write(edge.lineage()))
                .execute();
        for (Dataset input : edge.lineage().inputs()) {
            handle.createUpdate("""
                            INSERT INTO input (input_name, output_kind, output_name, output_version, task_run_id)
                            VALUES (:input, :kind, :name, :version, :taskRunId)
                            ON CONFLICT DO NOTHING""")
                    .bind("input", input.name())
                    .bind("kind", output.kind())
                    .bind("name", output.name())
                    .bind("version", version)
                    .bind("taskRunId", edge.taskRunId())
                    .execute();
        }
    }

    /** The newest write of a dataset, and others of the same version. */
    public List<EdgeRow> writesOf(String name) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM edge
                         WHERE output_name = :name
                           AND output_version = (SELECT max(output_version) FROM edge WHERE output_name = :name)
                         ORDER BY at DESC""")
                .bind("name", name)
                .map(LineageStore::row)
                .list());
    }

    /** For each dataset made from this one, its newest such write. */
    public List<EdgeRow> madeFrom(String name) {
        return database.read(handle -> handle.createQuery("""
                        SELECT e.* FROM edge e
                          JOIN (SELECT output_kind, output_name, max(output_version) AS output_version
                                  FROM input WHERE input_name = :name GROUP BY output_kind, output_name) i
                            ON e.output_kind = i.output_kind AND e.output_name = i.output_name
                           AND e.output_version = i.output_version
                         ORDER BY e.at""")
                .bind("name", name)
                .map(LineageStore::row)
                .list());
    }

    private static EdgeRow row(RowView row) {
        return new EdgeRow(
                Json.read(row.getColumn("body", String.class), Lineage.class),
                row.getColumn("run_id", Long.class),
                row.getColumn("task_run_id", Long.class),
                row.getColumn("task_key", String.class),
                row.getColumn("at", Long.class));
    }

    @Override
    public void close() {
        database.close();
    }
}
