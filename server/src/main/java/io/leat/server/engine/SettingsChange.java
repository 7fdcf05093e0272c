package io.leat.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an update changes a job's settings. Fields are replaced whole; of lists whose elements have keys, those elements
 * that are given are replaced and the others stay.
 */
final class SettingsChange {
    /** Lists with the field by which their elements are known. */
    private static final Map<String, String> KEYS = Map.of(
            "tasks", "task_key",
            "job_clusters", "job_cluster_key",
            "environments", "environment_key",
            "parameters", "name");

    private SettingsChange() {}

    /** @param fieldsToRemove names of fields, or {@code tasks/<task_key>} and the like */
    static ObjectNode apply(ObjectNode before, ObjectNode newSettings, List<String> fieldsToRemove) {
        ObjectNode after = before.deepCopy();
        fieldsToRemove.forEach(path -> remove(after, path));
        newSettings.properties().forEach(entry -> {
            String field = entry.getKey();
            String key = KEYS.get(field);
            after.set(
                    field,
                    key == null || !entry.getValue().isArray()
                            ? entry.getValue()
                            : merged(after.path(field), entry.getValue(), key));
        });
        return after;
    }

    private static void remove(ObjectNode settings, String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            settings.remove(path);
            return;
        }

        String field = path.substring(0, slash);
        String key = KEYS.get(field);
        if (key != null && settings.path(field) instanceof ArrayNode list) {
            String name = path.substring(slash + 1);
            for (int i = list.size() - 1; i >= 0; i--) {
                if (list.get(i).path(key).asText().equals(name)) {
                    list.remove(i);
                }
            }
        }
    }

    private static ArrayNode merged(JsonNode before, JsonNode given, String key) {
        Map<String, JsonNode> elements = new LinkedHashMap<>();
        before.forEach(element -> elements.put(element.path(key).asText(), element));
        given.forEach(element -> elements.put(element.path(key).asText(), element));
        ArrayNode merged = ((ArrayNode) given).arrayNode();
        elements.values().forEach(merged::add);
        return merged;
    }
}
