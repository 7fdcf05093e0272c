package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.util.List;

/** The forms in which clients give a job's settings, made one: tasks in a list, and no rights among the settings. */
final class SettingsForm {
    /** Of a task, where the old form has them at the top; time limits are the job's in both. */
    private static final List<String> TASK_FIELDS = List.of(
            "existing_cluster_id",
            "new_cluster",
            "environment_key",
            "libraries",
            "max_retries",
            "min_retry_interval_millis",
            "retry_on_timeout");

    private static final int LONGEST_KEY = 100;
    private static final String MAIN = "main_task";
    private static final String UNTITLED = "Untitled";

    private SettingsForm() {}

    /** Settings of a saved job. */
    static ObjectNode ofJob(ObjectNode given, String version) {
        ObjectNode settings = given.deepCopy();
        settings.remove("access_control_list");
        if (version.equals("2.2") && !settings.hasNonNull("queue")) {
            settings.putObject("queue").put("enabled", true);
        }

        return settings.has("tasks") ? settings : oneTask(settings, MAIN);
    }

    /** Settings of a run without a saved job; the key of its one task in the old form is the run's name. */
    static ObjectNode ofSubmit(ObjectNode given) {
        ObjectNode settings = given.deepCopy();
        settings.remove(List.of("access_control_list", "idempotency_token"));
        JsonNode runName = settings.remove("run_name");
        String name = runName == null || runName.asText().isEmpty() ? UNTITLED : runName.asText();
        settings.put("name", name);
        return settings.has("tasks")
                ? settings
                : oneTask(settings, name.substring(0, Math.min(name.length(), LONGEST_KEY)));
    }

    private static ObjectNode oneTask(ObjectNode settings, String key) {
        ObjectNode task = Json.object().put("task_key", key);
        List<String> fields = settings.properties().stream()
                .map(entry -> entry.getKey())
                .filter(field -> field.endsWith("_task") || TASK_FIELDS.contains(field))
                .toList();
        fields.forEach(field -> task.set(field, settings.remove(field)));
        if (fields.stream().anyMatch(field -> field.endsWith("_task"))) {
            settings.putArray("tasks").add(task);
        }

        return settings;
    }
}
