package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.lab.conformance.Observation.RunSeen;
import java.util.List;
import java.util.Map;

/** A control plane, spoken to by nothing but its Jobs API. */
final class RealStage implements Stage {
    private static final String JOBS = "/api/2.2/jobs";

    private final Plane plane;
    private final Wire client;
    private final String pool;
    private final RunReader reader;

    /** @param pool of drivers that the case has for itself */
    RealStage(Plane plane, String pool) {
        this.plane = plane;
        this.client = plane.client();
        this.pool = pool;
        this.reader = new RunReader(plane);
    }

    @Override
    public long create(ObjectNode settings) {
        return client.post(JOBS + "/create", pooled(settings)).path("job_id").longValue();
    }

    @Override
    public void reset(long jobId, ObjectNode settings) {
        ObjectNode request = Json.object().put("job_id", jobId);
        request.set("new_settings", pooled(settings));
        client.post(JOBS + "/reset", request);
    }

    /** The same job on drivers of its own. */
    private ObjectNode pooled(ObjectNode settings) {
        ObjectNode own = settings.deepCopy();
        for (JsonNode task : own.path("tasks")) {
            putCluster(task);
            putCluster(task.path("for_each_task").path("task"));
        }

        return own;
    }

    private void putCluster(JsonNode task) {
        boolean leaf = task.has("notebook_task") || task.has("spark_python_task") || task.has("spark_jar_task");
        if (leaf && task instanceof ObjectNode object) {
            object.putObject("new_cluster").putObject("spark_conf").put("spark.leat.case", pool);
        }
    }

    @Override
    public long runNow(long jobId, ObjectNode request) {
        ObjectNode sent = request.deepCopy().put("job_id", jobId);
        sent.set("idempotency_token", token(request));
        long runId = client.post(JOBS + "/run-now", sent).path("run_id").longValue();
        reader.countFrom(runId);
        return runId;
    }

    /** A token is known in the whole workspace, which other cases share. */
    private JsonNode token(ObjectNode request) {
        JsonNode token = request.path("idempotency_token");
        return token.isTextual()
                ? Json.object().textNode("%s-%d-%s".formatted(pool, reader.number(), token.textValue()))
                : Json.object().nullNode();
    }

    @Override
    public void cancelRun(long runId) {
        client.post(JOBS + "/runs/cancel", Map.of("run_id", runId));
    }

    @Override
    public void cancelTask(long runId, String key) {
        cancelRun(reader.newest(runId, key)
                .orElseThrow(() -> new LeatException(
                        ErrorCode.RESOURCE_DOES_NOT_EXIST, "Task %s of run %d is not shown.".formatted(key, runId)))
                .path("run_id")
                .longValue());
    }

    @Override
    public void loseDriver(long runId, List<String> keys) {
        keys.stream()
                .flatMap(key -> reader.newest(runId, key).stream())
                .map(task -> task.path("cluster_instance").path("cluster_id").asText())
                .distinct()
                .forEach(plane::kill);
    }

    @Override
    public long repair(long runId, ObjectNode request) {
        return client.post(JOBS + "/runs/repair", request.deepCopy().put("run_id", runId))
                .path("repair_id")
                .longValue();
    }

    @Override
    public RunSeen look(long runId) {
        return reader.look(runId);
    }

    @Override
    public RunSeen lookClosely(long runId) {
        return reader.lookClosely(runId);
    }

    @Override
    public int runCount(long jobId) {
        return reader.count(jobId);
    }
}
