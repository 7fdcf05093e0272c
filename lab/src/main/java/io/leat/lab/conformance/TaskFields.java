package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.json.Json;
import io.leat.lab.conformance.Observation.Attempt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task by the names that expectations use: its last attempt, and counts over all that started. */
final class TaskFields {
    private TaskFields() {}

    static Map<String, JsonNode> of(List<Attempt> attempts) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        ArrayNode results = Json.mapper().createArrayNode();
        ArrayNode starts = Json.mapper().createArrayNode();
        List<Attempt> started = attempts.stream().filter(Attempt::started).toList();
        for (Attempt attempt : started) {
            results.add(attempt.state().result());
            starts.add(attempt.startMs());
        }

        fields.put("attempts", IntNode.valueOf(started.size()));
        fields.put("attempt_results", results);
        fields.put("starts_ms", starts);
        if (!attempts.isEmpty()) {
            Attempt last = attempts.get(attempts.size() - 1);
            fields.putAll(last.state().fields());
            put(fields, "outcome", last.outcome() == null ? null : TextNode.valueOf(last.outcome()));
            put(fields, "parameters", last.parameters());
            put(fields, "arguments", last.arguments());
            put(fields, "iterations", last.iterations());
        }

        return fields;
    }

    private static void put(Map<String, JsonNode> fields, String name, @Nullable JsonNode value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
