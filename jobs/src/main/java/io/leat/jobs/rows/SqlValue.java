package io.leat.jobs.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.json.Json;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A value of Spark SQL as JSON: integers, floating-point numbers and booleans as such, all else as text. Decimals are
 * text so that no digit is lost on the way; times are ISO 8601, bytes base64, and nested values JSON in a text.
 */
final class SqlValue {
    private SqlValue() {}

    static JsonNode json(@Nullable Object value) {
        JsonNode node = nested(value);
        return node.isContainerNode() ? TextNode.valueOf(node.toString()) : node;
    }

    private static JsonNode nested(@Nullable Object value) {
        if (value == null) {
            return NullNode.getInstance();
        } else if (value instanceof Boolean bool) {
            return BooleanNode.valueOf(bool);
        } else if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof byte[] bytes) {
            return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Row row) {
            return struct(row);
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            return map(CollectionConverters.asJava(map));
        } else if (value instanceof scala.collection.Seq<?> sequence) {
            return array(CollectionConverters.asJava(sequence));
        }

        return TextNode.valueOf(value.toString());
    }

    private static JsonNode number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return TextNode.valueOf(decimal.toPlainString());
        } else if (number instanceof Double floating) {
            return Double.isFinite(floating) ? DoubleNode.valueOf(floating) : TextNode.valueOf(floating.toString());
        } else if (number instanceof Float floating) {
            return Float.isFinite(floating) ? FloatNode.valueOf(floating) : TextNode.valueOf(floating.toString());
        }

        return LongNode.valueOf(number.longValue());
    }

    private static JsonNode struct(Row row) {
        ObjectNode node = Json.object();
        for (int i = 0; i < row.size(); i++) {
            String name = row.schema() == null ? "_" + (i + 1) : row.schema().fieldNames()[i];
            node.set(name, nested(row.get(i)));
        }

        return node;
    }

    private static JsonNode map(Map<?, ?> map) {
        ObjectNode node = Json.object();
        map.forEach((key, value) -> {
            JsonNode name = nested(key);
            node.set(name.isTextual() ? name.asText() : name.toString(), nested(value));
        });
        return node;
    }

    private static JsonNode array(List<?> values) {
        ArrayNode node = Json.mapper().createArrayNode();
        values.forEach(value -> node.add(nested(value)));
        return node;
    }
}
