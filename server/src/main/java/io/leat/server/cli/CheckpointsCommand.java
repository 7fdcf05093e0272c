package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat checkpoints}. */
@Command(name = "checkpoints", description = "Show how far the tasks of a job have come.")
final class CheckpointsCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "JOB", description = "Name or id of the job.")
    String job = "";

    CheckpointsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonNode answer = context.client().get(Client.LEAT + "checkpoints/" + Client.part(job));
        if (context.wantsJson()) {
            context.print(answer);
            return;
        }

        TextTable table =
                new TextTable("TASK", "KIND", "FILES>", "SIZE>", "ROWS>", "CONSUMED", "PRODUCED", "COMMITTED");
        for (JsonNode task : answer.path("tasks")) {
            table.row(
                    task.path("task_key").asText(),
                    task.path("kind").asText().replaceFirst("_task$", ""),
                    Fields.count(task, "files"),
                    task.hasNonNull("bytes") ? Shown.bytes(task.path("bytes").asLong()) : "",
                    Fields.count(task, "rows"),
                    Fields.datasets(task.path("consumed")),
                    task.hasNonNull("produced") ? Fields.dataset(task.path("produced")) : "",
                    Fields.time(task, "last_commit_at"));
        }
        context.print(table);
    }
}
