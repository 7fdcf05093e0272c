package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code leat models}. */
@Command(name = "models", description = "List registered models and their metrics.")
final class ModelsCommand implements Runnable {
    private final Context context;

    ModelsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonNode answer = context.client().get(Client.LEAT + "models");
        if (context.wantsJson()) {
            context.print(answer);
            return;
        }
        if (answer.path("models").isEmpty()) {
            context.print("No models yet.");
            return;
        }

        TextTable table = new TextTable(
                "MODEL",
                "VERSION>",
                "ALGORITHM",
                "TRAINED ON",
                "TRAIN ROWS>",
                "TEST ROWS>",
                "METRICS",
                "MADE",
                "RUN_ID>");
        long now = System.currentTimeMillis();
        for (JsonNode model : answer.path("models")) {
            table.row(
                    model.path("name").asText(),
                    model.path("version").asText(),
                    model.path("algorithm").asText(),
                    Fields.dataset(model.path("trained_on")),
                    Fields.count(model, "train_rows"),
                    Fields.count(model, "test_rows"),
                    Fields.metrics(model.path("metrics")),
                    Shown.ago(model.path("created_at").asLong(), now),
                    model.path("run_id").asText());
        }
        context.print(table);
    }
}
