package io.leat.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
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
            if (!run.result().equals("MAXIMUM_CONCURRENT_RUNS_REACHED")) {
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
            Violation.when(!world.truth.isCancelled(run.id()), "%s, and nobody wanted it", run);
        } else if (run.result().equals("TIMEDOUT")) {
            Violation.when(!job.has("timeout_seconds"), "%s, and it had no limit", run);
        } else {
            evaluate(run, new Evaluator(job, attempts, since), attempts);
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
                    JsonNode choice = Json.read(row.getString(2), JsonNode.class).path("choice");
                    Set<String> keys = new HashSet<>();
                    choice.path("keys").forEach(key -> keys.add(key.asText()));
                    return new Repair(
                            row.getLong(1), keys, choice.path("dependents").asBoolean());
                },
                runId);
    }

    private static void numbers(List<TaskRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            Violation.when(rows.get(i).attempt() != i, "attempt %d is %s", i, rows.get(i));
        }
    }

    /** What is stored of an attempt must be what really happened to it. */
    private void attempt(RunRow run, JsonNode job, TaskRow row) {
        Optional<Ended> end = world.truth.end(row.id());
        String outcome = end.map(ended -> ended.outcome().name()).orElse("");
        boolean forced = world.truth.isCancelled(run.id()) || job.has("timeout_seconds") || isTimed(job, row.key());
        boolean right =
                switch (row.result()) {
                    case "SUCCESS" -> outcome.equals("SUCCESS");
                    case "FAILED" ->
                        row.code().equals("DRIVER_ERROR")
                                ? row.fence() == 0
                                        ? world.truth.mayHaveFailedToLaunch()
                                        : world.truth.isDead(row.driverId())
                                : outcome.equals("FAILED")
                                        && end.orElseThrow().message().equals(row.message());
                    case "CANCELED", "TIMEDOUT" -> forced && !outcome.equals("SUCCESS")
                            || forced && !world.truth.isTold(row.id());
                    case "UPSTREAM_FAILED", "UPSTREAM_CANCELED" -> row.fence() == 0;
                    default -> false;
                };
        Violation.when(!right, "%s, and really it was %s", row, end);
        Violation.when(
                world.truth.isTold(row.id()) && outcome.equals("SUCCESS") != row.result().equals("SUCCESS"),
                "%s, and its driver was told that its end is known: %s",
                row,
                end);
    }

    private static boolean isTimed(JsonNode job, String key) {
        for (JsonNode task : job.path("tasks")) {
            if (task.path("task_key").asText().equals(key)) {
                return task.has("timeout_seconds");
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

    private record BatchRow(String id, long runId, String key, String table, String state) {}

    /** What is known of batches is true, and each task of a run has the rows of one batch at most in its table. */
    private void batches() {
        List<BatchRow> rows = store.all(
                "SELECT batch_id, run_id, task_key, table_name, state FROM batch ORDER BY batch_id",
                row -> new BatchRow(
                        row.getString(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5)));
        Set<String> live = new HashSet<>();
        for (BatchRow row : rows) {
            boolean committed = tables.isCommitted(row.table(), row.id());
            Violation.when(row.state().equals("COMMITTED") && !committed, "%s, and its table does not hold it", row);
            Violation.when(
                    row.state().equals("BURNT") && !tables.isBurnt(row.table(), row.id()), "%s is not burnt", row);
            if (tables.live(row.table()).contains(row.id())) {
                Violation.when(
                        !live.add(row.runId() + "/" + row.key()),
                        "task %s of run %d wrote twice: %s",
                        row.key(),
                        row.runId(),
                        rows);
            }
        }
    }
}
