package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates the jobs of a case, those first that others run; jobs that run each other are first created empty. */
final class CaseJobs {
    private final ConformanceCase given;
    private final Stage stage;
    private final Map<String, Long> ids = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    CaseJobs(ConformanceCase given, Stage stage) {
        this.given = given;
        this.stage = stage;
    }

    /** Returns the id of the case's own job. */
    long create() {
        create(ConformanceCase.MAIN);
        return id(ConformanceCase.MAIN);
    }

    long id(String name) {
        return ids.get(name);
    }

    /** The name in the case of a job that was created. */
    Optional<String> name(long jobId) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue() == jobId)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void create(String name) {
        open.add(name);
        ObjectNode job = given.jobNamed(name).job();
        for (JsonNode task : job.path("tasks")) {
            String called = task.path("run_job_task").path("job_id").asText();
            if (!called.isEmpty() && !ids.containsKey(called)) {
                if (open.contains(called)) {
                    ids.put(called, stage.create(Json.object().put("name", "not yet")));
                } else {
                    create(called);
                }
            }
        }

        ObjectNode settings = settings(job);
        if (ids.containsKey(name)) {
            stage.reset(id(name), settings);
        } else {
            ids.put(name, stage.create(settings));
        }
    }

    /** Tells what the leaves of all jobs do. */
    void script(Leaves leaves) {
        ids.forEach((name, id) -> leaves.script(id, given.jobNamed(name).script()));
    }

    /** Settings as an engine takes them: with leaves of real kinds, and ids where the case has names. */
    ObjectNode settings(ObjectNode job) {
        ObjectNode settings = job.deepCopy();
        for (JsonNode task : settings.path("tasks")) {
            translate((ObjectNode) task);
        }

        return settings;
    }

    private void translate(ObjectNode task) {
        if (task.path("scripted_task") instanceof ObjectNode leaf) {
            task.remove("scripted_task");
            Leaf.put(task, leaf);
        }

        if (task.path("run_job_task") instanceof ObjectNode call
                && ids.containsKey(call.path("job_id").asText())) {
            call.put("job_id", id(call.path("job_id").asText()));
        }

        if (task.path("for_each_task").path("task") instanceof ObjectNode nested) {
            translate(nested);
        }
    }

    /** A copy of a list of texts, empty for what is no list. */
    static ArrayNode list(JsonNode texts) {
        return texts instanceof ArrayNode array
                ? array.deepCopy()
                : Json.mapper().createArrayNode();
    }
}
