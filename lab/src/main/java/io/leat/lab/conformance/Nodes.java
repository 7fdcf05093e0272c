package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares JSON as the files mean it: 1 is the same number however it is kept in memory. */
final class Nodes {
    private static final Comparator<JsonNode> NUMBERS = (left, right) -> left.isNumber() && right.isNumber()
            ? left.decimalValue().compareTo(right.decimalValue())
            : left.equals(right) ? 0 : 1;

    private Nodes() {}

    static boolean same(JsonNode expected, @Nullable JsonNode found) {
        return found != null && expected.equals(NUMBERS, found);
    }

    static ObjectNode object(Map<String, JsonNode> fields) {
        ObjectNode object = Json.object();
        fields.forEach(object::set);
        return object;
    }
}
