package io.leat.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What task runs have handed to others. */
public final class TaskValueTable {
    private final Handle handle;

    TaskValueTable(Handle handle) {
        this.handle = handle;
    }

    public void put(long runId, long taskRunId, Map<String, JsonNode> values) {
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO task_value (task_run_id, name, run_id, json) VALUES (?, ?, ?, ?)");
        values.forEach((name, value) -> batch.add(taskRunId, name, runId, Json.write(value)));
        batch.execute();
    }

    /** By name. */
    public Map<String, JsonNode> of(long taskRunId) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        handle.createQuery("SELECT name, json FROM task_value WHERE task_run_id = ? ORDER BY name")
                .bind(0, taskRunId)
                .map(row -> values.put(
                        row.getColumn("name", String.class),
                        Json.read(row.getColumn("json", String.class), JsonNode.class)))
                .list();
        return values;
    }

    /** How many values a run has set, by all its attempts. */
    public int count(long runId) {
        return handle.createQuery("SELECT count(*) FROM task_value WHERE run_id = ?")
                .bind(0, runId)
                .mapTo(Integer.class)
                .one();
    }
}
