package io.leat.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.lab.simulation.Watch.TaskRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Says how the tasks of a run, and the run, must have ended: from the job's definition and from how each attempt ended,
 * by looking upwards from every task. Knows nothing of the engine's counters, commands and tables of states.
 */
final class Evaluator {
    private final JsonNode job;
    private final Map<String, List<TaskRow>> attempts;
    private final long since;
    private final LongPredicate cancelled;
    private final Map<String, String> known = new LinkedHashMap<>();

    /**
     * @param attempts by key, those of iterations too, in order, those of all executions
     * @param since the id after which task runs belong to the latest execution
     * @param cancelled which task runs somebody wanted to end
     */
    Evaluator(JsonNode job, Map<String, List<TaskRow>> attempts, long since, LongPredicate cancelled) {
        this.job = job;
        this.attempts = attempts;
        this.since = since;
        this.cancelled = cancelled;
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
                .anyMatch(entry -> !inner.contains(entry.getKey()) && RunIf.isFailure(entry.getValue()));
        boolean failed = results.values().stream().anyMatch(RunIf::isFailure);
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

        JsonNode task = task(key);
        if (task.path("disabled").asBoolean()) {
            return "DISABLED";
        }

        TaskRow last = latest.get(latest.size() - 1);
        if (last.result().equals("CANCELED") && last.fence() == 0 && cancelled.test(last.id())) {
            return "CANCELED"; // before it had begun
        }

        List<String> above = new ArrayList<>();
        task.path("depends_on").forEach(edge -> above.add(along(edge)));
        String verdict = RunIf.verdict(task.path("run_if").asText("ALL_SUCCESS"), above);
        return verdict.equals(RunIf.RUNS) ? ran(task, latest) : verdict;
    }

    /** How the other end of an edge looks from this one. */
    private String along(JsonNode edge) {
        String key = edge.path("task_key").asText();
        String result = result(key);
        boolean taken = !edge.has("outcome") || edge.path("outcome").asText().equals(outcome(task(key)));
        return result.equals("SUCCESS") && !taken ? "EXCLUDED" : result;
    }

    private static String outcome(JsonNode task) {
        JsonNode condition = task.path("condition_task");
        boolean same =
                condition.path("left").asText().equals(condition.path("right").asText());
        return String.valueOf(same == condition.path("op").asText().equals("EQUAL_TO"));
    }

    private JsonNode task(String key) {
        for (JsonNode task : job.path("tasks")) {
            if (task.path("task_key").asText().equals(key)) {
                return task;
            }
        }

        throw new Violation("a task run of %s, which the job does not have", key);
    }

    private String ran(JsonNode task, List<TaskRow> rows) {
        TaskRow last = rows.get(rows.size() - 1);
        if (task.has("condition_task")) {
            return last.result().equals("CANCELED") ? "CANCELED" : "SUCCESS";
        }

        return task.has("for_each_task") ? looped(task, last) : tried(task, rows);
    }

    /** A for-each succeeds when each of its inputs has succeeded once, in this or an earlier execution. */
    private String looped(JsonNode task, TaskRow parent) {
        if (parent.result().equals("CANCELED") || parent.result().equals("TIMEDOUT")) {
            return parent.result();
        }

        JsonNode loop = task.path("for_each_task");
        int total = Json.read(loop.path("inputs").asText(), JsonNode.class).size();
        boolean good = IntStream.range(0, total)
                .mapToObj(i -> iteration(loop.path("task"), parent, i))
                .allMatch("SUCCESS"::equals);
        return good ? "SUCCESS" : "FAILED";
    }

    private String iteration(JsonNode nested, TaskRow parent, int number) {
        List<TaskRow> all = attempts.getOrDefault(parent.key() + "[" + number + "]", List.of());
        List<TaskRow> own =
                all.stream().filter(row -> row.parentId() == parent.id()).toList();
        if (!own.isEmpty()) {
            return tried(nested, own);
        }

        boolean kept = all.stream().anyMatch(row -> row.result().equals("SUCCESS"));
        Violation.when(!kept, "iteration %d of %s was never tried", number, parent);
        return "SUCCESS";
    }

    /** Goes through the attempts as the policy has it, and says how the last one ended. */
    private static String tried(JsonNode task, List<TaskRow> rows) {
        int most = task.path("max_retries").asInt(0);
        int used = 0;
        for (int i = 0; i < rows.size(); i++) {
            TaskRow row = rows.get(i);
            boolean last = i == rows.size() - 1;
            Violation.when(row.retriesUsed() != used, "%d retries were used before %s", used, row);
            boolean retriable = row.result().equals("FAILED")
                    || (row.result().equals("TIMEDOUT")
                            && task.path("retry_on_timeout").asBoolean());
            boolean again = retriable && (most < 0 || used < most);
            boolean displaced =
                    !last && rows.get(i + 1).retriesUsed() == used && row.code().equals("DRIVER_ERROR");
            Violation.when(again && last, "there was no retry after %s", row);
            Violation.when(!again && !last && !displaced, "there was a retry after %s", row);
            used += displaced ? 0 : 1;
        }

        return rows.get(rows.size() - 1).result();
    }
}
