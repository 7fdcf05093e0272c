package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat tables}. */
@Command(name = "tables", description = "List the workspace's tables; show one.")
final class TablesCommand implements Runnable {
    private final Context context;

    TablesCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonNode answer = context.client().get(Client.LEAT + "tables");
        if (context.wantsJson()) {
            context.print(answer);
            return;
        }
        if (answer.path("tables").isEmpty()) {
            context.print("No tables yet.");
            return;
        }

        TextTable table = new TextTable("TABLE", "VERSION>", "ROWS>", "SIZE>", "WRITTEN", "BY JOB", "TASK", "RUN_ID>");
        long now = System.currentTimeMillis();
        for (JsonNode row : answer.path("tables")) {
            table.row(
                    row.path("name").asText(),
                    row.path("version").asText(),
                    Fields.count(row, "rows"),
                    row.hasNonNull("bytes") ? Shown.bytes(row.path("bytes").asLong()) : "",
                    Shown.ago(row.path("committed_at").asLong(), now),
                    row.path("job_name").asText(""),
                    row.path("task_key").asText(""),
                    row.path("run_id").asText(""));
        }
        context.print(table);
    }

    @Command(name = "show", description = "Show a table's columns and the task run that made each version.")
    void show(@Parameters(paramLabel = "NAME", description = "schema.table") String name) {
        JsonNode table = context.client().get(Client.LEAT + "tables/" + Client.part(name));
        if (context.wantsJson()) {
            context.print(table);
            return;
        }

        context.print(table.path("name").asText());
        if (table.hasNonNull("comment")) {
            context.print(table.path("comment").asText());
        }
        context.print("");
        context.print(columns(table));
        context.print("");
        context.print(versions(table));
    }

    private static TextTable columns(JsonNode table) {
        TextTable columns = new TextTable("COLUMN", "TYPE", "NULL", "COMMENT");
        for (JsonNode column : table.path("schema")) {
            columns.row(
                    column.path("name").asText(),
                    column.path("type").asText(),
                    column.path("nullable").asBoolean(true) ? "" : "not null",
                    column.path("comment").asText(""));
        }
        return columns;
    }

    private static TextTable versions(JsonNode table) {
        TextTable versions =
                new TextTable("VERSION>", "WRITTEN", "OPERATION", "ROWS>", "TOTAL>", "JOB", "TASK", "TRY>", "RUN_ID>");
        for (JsonNode version : table.path("versions")) {
            versions.row(
                    version.path("version").asText(),
                    Shown.time(version.path("committed_at").asLong()),
                    version.path("operation").asText(""),
                    Fields.count(version, "rows"),
                    Fields.count(version, "total_rows"),
                    version.path("job_name").asText(""),
                    version.path("task_key").asText(""),
                    version.path("attempt_number").asText(""),
                    version.path("run_id").asText(""));
        }
        return versions;
    }
}
