package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat logs}. */
@Command(name = "logs", description = "Show what task runs have logged.")
final class LogsCommand implements Runnable {
    private static final long GLANCE_MILLIS = 500;
    private static final List<String> ENDED = List.of("TERMINATED", "SKIPPED", "INTERNAL_ERROR");

    private final Context context;

    @Parameters(index = "0", paramLabel = "RUN_ID", description = "As 'leat runs' lists it.")
    long runId;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TASK", description = "Key of one task; by default all.")
    @Nullable
    String task;

    @Option(names = "--attempt", paramLabel = "N", description = "Which try, from 0; by default the last.")
    @Nullable
    Integer attempt;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the task run has ended.")
    boolean follow;

    LogsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Client client = context.client();
        List<JsonNode> chosen = chosen(RunText.load(client, runId));
        for (JsonNode taskRun : chosen) {
            if (chosen.size() > 1 && !context.wantsJson()) {
                context.print("==> " + taskRun.path("task_key").asText() + " <==");
            }
            show(client, taskRun);
        }
    }

    private List<JsonNode> chosen(JsonNode run) {
        List<JsonNode> all = StreamSupport.stream(run.path("tasks").spliterator(), false)
                .filter(taskRun ->
                        attempt == null || taskRun.path("attempt_number").asInt() == attempt)
                .toList();
        List<JsonNode> chosen = new ArrayList<>();
        for (JsonNode taskRun : all) {
            String key = taskRun.path("task_key").asText();
            if (task == null || task.equals(key)) {
                chosen.removeIf(earlier -> earlier.path("task_key").asText().equals(key));
                chosen.add(taskRun);
            }
        }
        if (task != null && chosen.isEmpty()) {
            List<String> keys = all.stream()
                    .map(each -> each.path("task_key").asText())
                    .distinct()
                    .toList();
            throw new LeatException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "Run %d has no such task run of '%s'; it has tasks %s.".formatted(runId, task, keys));
        }
        return chosen;
    }

    private void show(Client client, JsonNode taskRun) {
        long taskRunId = taskRun.path("run_id").asLong();
        long offset = 0;
        while (true) {
            boolean ended = !follow || hasEnded(client, taskRunId);
            byte[] bytes = client.raw(Client.LEAT + "runs/" + taskRunId + "/log?offset=" + offset);
            offset += bytes.length;
            put(taskRun, bytes);
            if (ended) {
                return;
            }
            Pause.millis(GLANCE_MILLIS);
        }
    }

    private void put(JsonNode taskRun, byte[] bytes) {
        if (!context.wantsJson()) {
            context.console().out().write(bytes, 0, bytes.length);
            context.console().out().flush();
            return;
        }
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> context.print(Json.object()
                        .put("task_key", taskRun.path("task_key").asText())
                        .put("task_run_id", taskRun.path("run_id").asLong())
                        .put("line", line)));
    }

    private static boolean hasEnded(Client client, long taskRunId) {
        JsonNode state =
                client.get(Client.JOBS + "runs/get?run_id=" + taskRunId).path("state");
        return ENDED.contains(state.path("life_cycle_state").asText());
    }
}
