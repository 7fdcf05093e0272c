package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat sql}. */
@Command(name = "sql", description = "Run one SQL statement on a warm driver, starting one if there is none.")
final class SqlCommand implements Runnable {
    private static final Pattern NUMBER =
            Pattern.compile("(?i)(tinyint|smallint|int|integer|bigint|float|double|decimal|long|short|byte).*");

    private final Context context;

    @Parameters(paramLabel = "SQL", description = "Such as \"SELECT * FROM bronze.clicks\".")
    String sql = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many rows; by default 100.")
    int limit;

    SqlCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonNode result = context.client()
                .post(Client.LEAT + "sql", Json.object().put("sql", sql).put("limit", limit));
        if (result.hasNonNull("error")) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, result.path("error").asText());
        }
        if (context.wantsJson()) {
            context.print(result);
            return;
        }

        context.print(table(result));
        int rows = result.path("rows").size();
        String more = result.path("truncated").asBoolean() ? "; there are more (--limit)" : "";
        context.print("(%d row%s%s)".formatted(rows, rows == 1 ? "" : "s", more));
    }

    private static TextTable table(JsonNode result) {
        List<String> headings = new ArrayList<>();
        for (JsonNode column : result.path("columns")) {
            boolean number = NUMBER.matcher(column.path("type").asText()).matches();
            headings.add(column.path("name").asText() + (number ? ">" : ""));
        }
        TextTable table = new TextTable(headings);
        for (JsonNode row : result.path("rows")) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.isNull() ? "null" : cell.asText()));
            table.row(cells);
        }
        return table;
    }
}
