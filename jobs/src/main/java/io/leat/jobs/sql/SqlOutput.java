package io.leat.jobs.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.json.Json;
import io.leat.jobs.rows.SqlRows;
import java.util.List;

/** The first rows of a result as the output of a task run; what would make it too large is cut, and said to be. */
final class SqlOutput {
    private static final int MOST_CHARACTERS = 900_000;
    private static final int LONGEST_VALUE = 20_000;

    private boolean truncated;
    private int characters;

    private SqlOutput() {}

    static ObjectNode of(SqlRows rows) {
        return new SqlOutput().write(rows);
    }

    private ObjectNode write(SqlRows from) {
        ObjectNode output = Json.object();
        ObjectNode query = output.putObject("sql_output").putObject("query_output");
        ArrayNode columns = query.putArray("columns");
        from.columns().forEach(column -> columns.add(Json.tree(column)));
        characters = columns.toString().length();
        truncated = from.truncated();
        ArrayNode rows = query.putArray("rows");
        for (List<JsonNode> row : from.rows()) {
            ArrayNode values = row(row);
            characters += values.toString().length() + 1;
            if (characters > MOST_CHARACTERS) {
                truncated = true;
                break;
            }

            rows.add(values);
        }

        query.put("truncated", truncated);
        return output;
    }

    private ArrayNode row(List<JsonNode> row) {
        ArrayNode values = Json.mapper().createArrayNode();
        for (JsonNode value : row) {
            boolean isLong = value.isTextual() && value.textValue().length() > LONGEST_VALUE;
            truncated = truncated || isLong;
            values.add(isLong ? TextNode.valueOf(value.textValue().substring(0, LONGEST_VALUE) + "…") : value);
        }

        return values;
    }
}
