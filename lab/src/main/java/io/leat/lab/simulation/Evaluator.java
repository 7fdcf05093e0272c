package io.leat.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.lab.simulation.Watch.TaskRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says how the tasks of a run, and the run, must have ended: from the job's definition and from how each attempt ended,
 * by looking upwards from every task. Knows nothing of the engine's counters, commands and tables of states.
 */
final class Evaluator {
    private static final Set<String> CANCELS = Set.of("CANCELED", "UPSTREAM_CANCELED");
    private static final Set<String> FAILURES = Set.of("FAILED", "TIMEDOUT", "UPSTREAM_FAILED");

    private final JsonNode job;
    private final Map<String, List<TaskRow>> attempts;
    private final long since;
    private final Map<String, String> known = new LinkedHashMap<>();

    /**
     * @param attempts of each task in order, those of all executions
     * @param since the id after which task runs belong to the latest execution
     */
    Evaluator(JsonNode job, Map<String, List<TaskRow>> attempts, long since) {
        this.job = job;
        this.attempts = attempts;
        this.since = since;
    }

    static boolean isFailure(String result) {
        return FAILURES.contains(result) || CANCELS.contains(result);
    }

    /** How every task must have ended. */
    Map<String, String> tasks() {
        job.path("tasks").forEach(task -> result(task.path("task_key").asText()));
        return known;
    }

    /** How the run must have ended. */
    String run() {
        Map<String, String> results = tasks();
        List<String> inner = new ArrayList<>();
        job.path("tasks")
                .forEach(task -> task.path("depends_on")
                        .forEach(above -> inner.add(above.path("task_key").asText())));
        boolean failedLeaf = results.entrySet().stream()
                .anyMatch(entry -> !inner.contains(entry.getKey()) && isFailure(entry.getValue()));
        boolean failed = results.values().stream().anyMatch(Evaluator::isFailure);
        return failedLeaf ? "FAILED" : failed ? "SUCCESS_WITH_FAILURES" : "SUCCESS";
    }

    private String result(String key) {
        String before = known.get(key);
        if (before != null) {
            return before;
        }

        String result = evaluate(key);
        known.put(key, result);
        return result;
    }

    private String evaluate(String key) {
        List<TaskRow> all = attempts.getOrDefault(key, List.of());
        List<TaskRow> latest = all.stream().filter(row -> row.id() > since).toList();
        if (latest.isEmpty()) {
            return all.isEmpty() ? "NONE" : all.get(all.size() - 1).result(); // a repair left it as it was
        }

        List<String> above = new ArrayList<>();
        task(key).path("depends_on")
                .forEach(each -> above.add(result(each.path("task_key").asText())));
        if (above.stream().anyMatch(FAILURES::contains)) {
            return "UPSTREAM_FAILED";
        }

        return above.stream().anyMatch(CANCELS::contains) ? "UPSTREAM_CANCELED" : tried(key, latest);
    }

    private JsonNode task(String key) {
        for (JsonNode task : job.path("tasks")) {
            if (task.path("task_key").asText().equals(key)) {
                return task;
            }
        }

        throw new Violation("a task run of %s, which the job does not have", key);
    }

    /** Goes through the attempts as the policy has it, and says how the last one ended. */
    private String tried(String key, List<TaskRow> rows) {
        JsonNode task = task(key);
        int most = task.path("max_retries").asInt(0);
        int used = 0;
        for (int i = 0; i < rows.size(); i++) {
            TaskRow row = rows.get(i);
            boolean last = i == rows.size() - 1;
            Violation.when(row.retriesUsed() != used, "%d retries were used before %s", used, row);
            boolean retriable = row.result().equals("FAILED")
                    || row.result().equals("TIMEDOUT")
                            && task.path("retry_on_timeout").asBoolean();
            boolean again = retriable && (most < 0 || used < most);
            boolean displaced = !last && rows.get(i + 1).retriesUsed() == used && row.code().equals("DRIVER_ERROR");
            Violation.when(again && last, "there was no retry after %s", row);
            Violation.when(!again && !last && !displaced, "there was a retry after %s", row);
            used += displaced ? 0 : 1;
        }

        return rows.get(rows.size() - 1).result();
    }
}
