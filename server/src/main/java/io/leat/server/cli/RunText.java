package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A run of the Jobs API as text. */
final class RunText {
    private static final int MOST_PAGES = 1000;

    private RunText() {}

    /** The run with all its task runs, which come in pages. */
    static ObjectNode load(Client client, long runId) {
        String path = Client.JOBS + "runs/get?run_id=" + runId;
        ObjectNode run = (ObjectNode) client.get(path);
        ArrayNode tasks = run.withArray("tasks");
        String token = run.path("next_page_token").asText("");
        for (int page = 1; !token.isEmpty() && page < MOST_PAGES; page++) {
            JsonNode more = client.get(path + "&page_token=" + Client.part(token));
            more.path("tasks").forEach(tasks::add);
            token = more.path("next_page_token").asText("");
        }
        run.remove("next_page_token");
        return run;
    }

    /** The result of a run that has ended, the state of one that has not. */
    static String state(JsonNode state) {
        return state.path("result_state").asText(state.path("life_cycle_state").asText("?"));
    }

    static String duration(JsonNode run, long now) {
        long start = run.path("start_time").asLong();
        long end = run.path("end_time").asLong();
        long known = run.path("run_duration").asLong(); // a run that was repaired lay still in between
        return start == 0 ? "" : Shown.duration(end == 0 ? now - start : known > 0 ? known : end - start);
    }

    static void print(JsonNode run, Context context) {
        long now = System.currentTimeMillis();
        context.print("Run %s of %s: %s in %s, started %s"
                .formatted(
                        run.path("run_id").asText(),
                        run.path("run_name").asText(),
                        state(run.path("state")),
                        duration(run, now),
                        Shown.time(run.path("start_time").asLong())));
        message(run.path("state"), context);
        context.print("");
        TextTable table = new TextTable("TASK", "TRY>", "STATE", "DURATION>", "TASK_RUN_ID>", "MESSAGE");
        for (JsonNode task : run.path("tasks")) {
            table.row(
                    task.path("task_key").asText(),
                    task.path("attempt_number").asText("0"),
                    state(task.path("state")),
                    duration(task, now),
                    task.path("run_id").asText(),
                    task.path("state").path("state_message").asText(""));
        }
        context.print(table);
    }

    private static void message(JsonNode state, Context context) {
        String message = state.path("state_message").asText("");
        if (!message.isEmpty()) {
            context.print(message);
        }
    }
}
