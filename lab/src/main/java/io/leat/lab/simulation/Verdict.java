package io.leat.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.json.Json;
import io.leat.lab.simulation.Truth.Ended;
import io.leat.lab.simulation.Watch.RunRow;
import io.leat.lab.simulation.Watch.TaskRow;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be so when all has ended. */
final class Verdict {
    private final World world;
    private final Watch watch;
    private final Tables tables;
    private final Statements store;

    Verdict(World world, Watch watch, Tables tables, Storage storage) {
        this.world = world;
        this.watch = watch;
        this.tables = tables;
        this.store = storage.statements();
    }

    void pass() {
        for (RunRow run : watch.runs().values()) {
            Map<String, List<TaskRow>> attempts = watch.tasks(run.id()).stream()
                    .collect(Collectors.groupingBy(TaskRow::key, LinkedHashMap::new, Collectors.toList()));
            if (!attempts.isEmpty()) {
                pass(run, Json.read(run.settings(), JsonNode.class), attempts);
            }
        }

        events();
        batches();
    }

    private void pass(RunRow run, JsonNode job, Map<String, List<TaskRow>> attempts) {
        attempts.values().forEach(rows -> rows.forEach(row -> attempt(run, job, row)));
        attempts.values().forEach(Verdict::numbers);
        List<Repair> repairs = repairs(run.id());
        long since = repairs.isEmpty() ? 0 : repairs.get(repairs.size() - 1).id();
        if (run.result().equals("CANCELED")) {
            boolean wanted = world.truth.isCancelled(run.id()) || run.parentTaskRunId() != 0;
            Violation.when(!wanted, "%s, and nobody wanted it", run);
        } else if (run.result().equals("TIMEDOUT")) {
            Violation.when(!job.has("timeout_seconds"), "%s, and it had no limit", run);
        } else {
            evaluate(run, new Evaluator(job, attempts, since, world.truth::isCancelled), attempts);
        }

        new Choices(job, attempts, repairs).pass();
    }

    private static void evaluate(RunRow run, Evaluator evaluator, Map<String, List<TaskRow>> attempts) {
        evaluator.tasks().forEach((key, result) -> {
            List<TaskRow> rows = attempts.getOrDefault(key, List.of());
            String found = rows.isEmpty() ? "NONE" : rows.get(rows.size() - 1).result();
            Violation.when(!found.equals(result), "task %s of run %d must be %s: %s", key, run.id(), result, rows);
        });
        Violation.when(
                !run.result().equals(evaluator.run()), "%s must be %s: %s", run, evaluator.run(), attempts.values());
    }

    /** A repair that was carried out. */
    record Repair(long id, Set<String> keys, boolean dependents) {}

    private List<Repair> repairs(long runId) {
        return store.all(
                "SELECT repair_id, request FROM repair WHERE run_id = ? ORDER BY repair_id",
                row -> {
                    JsonNode choice =
                            Json.read(row.getString(2), JsonNode.class).path("choice");
                    Set<String> keys = new HashSet<>();
                    choice.path("keys").forEach(key -> keys.add(key.asText()));
                    return new Repair(
                            row.getLong(1), keys, choice.path("dependents").asBoolean());
                },
                runId);
    }

    private static void numbers(List<TaskRow> rows) {
        for (int i = 1; i < rows.size(); i++) {
            boolean next = rows.get(i).attempt() == rows.get(i - 1).attempt() + 1;
            boolean anew = rows.get(i).parentId() != rows.get(i - 1).parentId();
            Violation.when(!next && !anew, "after %s came %s", rows.get(i - 1), rows.get(i));
        }
    }

    /** What is stored of an attempt must be what really happened to it. */
    private void attempt(RunRow run, JsonNode job, TaskRow row) {
        Optional<Ended> end = world.truth.end(row.id());
        String outcome = end.map(ended -> ended.outcome().name()).orElse("");
        boolean right = switch (row.result()) {
            case "SUCCESS" -> row.fence() == 0 ? ownSuccess(row) : outcome.equals("SUCCESS");
            case "FAILED" -> failed(row, end);
            case "CANCELED", "TIMEDOUT" -> mayBeForced(run, job, row) && !told(row, outcome, "SUCCESS");
            case "UPSTREAM_FAILED", "UPSTREAM_CANCELED", "EXCLUDED", "DISABLED" -> row.fence() == 0;
            default -> false;
        };
        Violation.when(!right, "%s, and really it was %s", row, end);
        Violation.when(
                told(row, outcome, "SUCCESS") && !row.result().equals("SUCCESS"),
                "%s, and its driver was told that its success is known",
                row);
    }

    private boolean told(TaskRow row, String outcome, String wanted) {
        return world.truth.isTold(row.id()) && outcome.equals(wanted);
    }

    /** Of what needs no driver: a condition, a loop, a run of another job. */
    private boolean ownSuccess(TaskRow row) {
        return row.childRunId() == 0 || watch.firstEnd(row.childRunId()).startsWith("SUCCESS");
    }

    private boolean failed(TaskRow row, Optional<Ended> end) {
        if (row.code().equals("DRIVER_ERROR")) {
            return row.fence() == 0 ? world.truth.mayHaveFailedToLaunch() : world.truth.isDead(row.driverId());
        }

        if (row.fence() == 0) {
            return !watch.firstEnd(row.childRunId()).startsWith("SUCCESS");
        }

        return end.filter(ended ->
                        ended.outcome() == Outcome.FAILED && ended.message().equals(row.message()))
                .isPresent();
    }

    /** Whether somebody, or a limit, may have ended it. */
    private boolean mayBeForced(RunRow run, JsonNode job, TaskRow row) {
        return world.truth.isCancelled(run.id())
                || world.truth.isCancelled(row.id())
                || world.truth.isCancelled(row.parentId())
                || run.parentTaskRunId() != 0
                || (row.childRunId() != 0 && !watch.firstEnd(row.childRunId()).startsWith("SUCCESS"))
                || job.has("timeout_seconds")
                || isTimed(job, row.task());
    }

    private static boolean isTimed(JsonNode job, String key) {
        for (JsonNode task : job.path("tasks")) {
            if (task.path("task_key").asText().equals(key)) {
                return task.has("timeout_seconds")
                        || task.path("for_each_task").path("task").has("timeout_seconds");
            }
        }

        return false;
    }

    /** The events of a run have the numbers from 1 on. */
    private void events() {
        List<Long> gaps = store.all(
                "SELECT run_id FROM event GROUP BY run_id HAVING min(seq) <> 1 OR max(seq) <> count(*)",
                row -> row.getLong(1));
        Violation.when(!gaps.isEmpty(), "the events of runs %s have gaps", gaps);
    }

    private record BatchRow(String id, long runId, long taskRunId, String table, String state) {}

    /** What is known of batches is true, and each task of a run has the rows of one batch at most in its table. */
    private void batches() {
        List<BatchRow> rows = store.all(
                "SELECT batch_id, run_id, task_run_id, table_name, state FROM batch ORDER BY batch_id",
                row -> new BatchRow(
                        row.getString(1), row.getLong(2), row.getLong(3), row.getString(4), row.getString(5)));
        Set<String> live = new HashSet<>();
        for (BatchRow row : rows) {
            boolean committed = tables.isCommitted(row.table(), row.id());
            Violation.when(row.state().equals("COMMITTED") && !committed, "%s, and its table does not hold it", row);
            Violation.when(
                    row.state().equals("BURNT") && !tables.isBurnt(row.table(), row.id()), "%s is not burnt", row);
            if (tables.live(row.table()).contains(row.id())) {
                Violation.when(
                        !live.add(row.runId() + "/" + watch.tried(row.taskRunId())),
                        "%s of run %d wrote twice: %s",
                        watch.tried(row.taskRunId()),
                        row.runId(),
                        rows);
            }
        }
    }
}
