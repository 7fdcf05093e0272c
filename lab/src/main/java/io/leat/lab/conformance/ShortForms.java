package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values too long to stand in a file: {@code {"$many": n}} for v1 to vn, {@code {"$repeat": [text, n]}} for a text. */
final class ShortForms {
    private static final String MANY = "$many";
    private static final String REPEAT = "$repeat";

    private ShortForms() {}

    static Map<String, JsonNode> written(ObjectNode values) {
        Map<String, JsonNode> written = new LinkedHashMap<>();
        values.properties().forEach(entry -> {
            if (entry.getKey().equals(MANY)) {
                for (int i = 1; i <= entry.getValue().intValue(); i++) {
                    written.put("v" + i, IntNode.valueOf(i));
                }
            } else {
                written.put(entry.getKey(), written(entry.getValue()));
            }
        });
        return written;
    }

    private static JsonNode written(JsonNode value) {
        JsonNode repeat = value.path(REPEAT);
        return repeat.isArray() && value.size() == 1
                ? TextNode.valueOf(
                        repeat.get(0).textValue().repeat(repeat.get(1).intValue()))
                : value;
    }
}
