package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One task of a run as its events have told it so far. */
final class TaskView {
    final String key;
    final List<String> dependsOn;
    final String kind;
    private final List<JsonNode> commits = new ArrayList<>();
    private final List<JsonNode> models = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private Phase phase = Phase.WAITING;
    private int attempt;
    private long taskRunId;
    private long start;
    private long end;
    private String message = "";
    private String activity = "";
    private long done;
    private long total;
    private String found = "";
    private final Map<String, Phase> iterations = new HashMap<>();
    private int ended;
    private int failed;

    TaskView(String key, String kind, List<String> dependsOn) {
        this.key = key;
        this.kind = kind;
        this.dependsOn = List.copyOf(dependsOn);
    }

    /** How far a task is, as a person sees it. */
    enum Phase {
        WAITING,
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED,
        SKIPPED;

        boolean isEnd() {
            return switch (this) {
                case WAITING, QUEUED, RUNNING -> false;
                case DONE, FAILED, CANCELLED, SKIPPED -> true;
            };
        }

        private static Phase of(String life, String result) {
            return switch (life) {
                case "BLOCKED", "WAITING_FOR_RETRY" -> WAITING;
                case "QUEUED", "PENDING" -> QUEUED;
                case "SKIPPED" -> SKIPPED;
                case "INTERNAL_ERROR" -> FAILED;
                case "TERMINATED" -> ended(result);
                default -> RUNNING;
            };
        }

        private static Phase ended(String result) {
            return switch (result) {
                case "SUCCESS", "SUCCESS_WITH_FAILURES" -> DONE;
                case "CANCELED" -> CANCELLED;
                case "EXCLUDED", "UPSTREAM_FAILED", "UPSTREAM_CANCELED", "DISABLED" -> SKIPPED;
                default -> FAILED;
            };
        }
    }

    void state(JsonNode event) {
        int told = event.path("attempt_number").asInt();
        if (told < attempt) {
            return;
        }
        if (told > attempt) {
            end = 0;
            forgetProgress();
            forgetWritten();
            forgetIterations();
        }
        attempt = told;
        taskRunId = event.path("task_run_id").asLong();
        phase = Phase.of(
                event.path("life_cycle_state").asText(),
                event.path("result_state").asText(""));
        message = event.path("state_message").asText("");
        start = event.path("start_time").asLong();
        end = event.path("end_time").asLong();
        found = found(event);
        if (phase.isEnd()) {
            forgetProgress();
        }

        if (event.has("iterations")) {
            total = event.path("iterations").asLong();
        }
    }

    /** What a task that steers the run came to. */
    private static String found(JsonNode event) {
        if (event.has("outcome")) {
            return event.path("outcome").asText();
        }

        return event.has("child_run_id") ? "run " + event.path("child_run_id").asText() : "";
    }

    /** One of the iterations of this for-each has moved. */
    void iteration(String iteration, JsonNode event) {
        Phase now = Phase.of(
                event.path("life_cycle_state").asText(),
                event.path("result_state").asText(""));
        Phase before = iterations.put(iteration, now);
        count(before, -1);
        count(now, 1);
        done = ended;
        activity = failed == 0 ? "iterations" : "iterations, %d failed".formatted(failed);
        if (now == Phase.FAILED) {
            message = event.path("state_message").asText("");
        }
    }

    private void count(@Nullable Phase counted, int by) {
        if (counted != null && counted.isEnd()) {
            ended += by;
            failed += counted == Phase.DONE ? 0 : by;
        }
    }

    void progress(JsonNode event) {
        activity = event.path("activity").asText("");
        done = event.path("done").asLong();
        total = event.path("total").asLong();
    }

    void counts(JsonNode told) {
        told.properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
    }

    void commit(JsonNode commit) {
        commits.add(commit);
    }

    void model(JsonNode model) {
        models.add(model);
    }

    /** What an earlier attempt wrote is told again by the one that finds it. */
    void forgetWritten() {
        commits.clear();
        models.clear();
        counts.clear();
    }

    private void forgetProgress() {
        activity = "";
        done = 0;
        total = 0;
    }

    private void forgetIterations() {
        iterations.clear();
        ended = 0;
        failed = 0;
    }

    /** Such as the outcome of a condition; empty of a task that writes. */
    String found() {
        return iterations.isEmpty() ? found : "%d iterations".formatted(iterations.size());
    }

    Phase phase() {
        return phase;
    }

    int attempt() {
        return attempt;
    }

    long taskRunId() {
        return taskRunId;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    String message() {
        return message;
    }

    String activity() {
        return activity;
    }

    long done() {
        return done;
    }

    long total() {
        return total;
    }

    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    List<JsonNode> commits() {
        return commits;
    }

    List<JsonNode> models() {
        return models;
    }

    /** From the start until its end, or until now; empty when it has not started. */
    String duration(long now) {
        return start <= 0 ? "" : Shown.duration((end > 0 ? end : now) - start);
    }
}
