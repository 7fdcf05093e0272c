package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.crash.CrashPoint;
import io.leat.core.json.Json;
import io.leat.server.KillCase.Victim;
import io.leat.server.KillCase.Work;
import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A workspace in which one case after another is killed and looked at. Each case has tables of its own. Its first run is
 * left alone and writes rows 1 to 50; then rows 41 to 80 come to the source, and the run that is killed must write what
 * it would have written in peace.
 */
final class KillLab {
    private static final String LEAT = "/api/leat/1.0/";
    private static final int FIRST = 50;
    private static final int AGAIN = 41;
    private static final int LAST = 80;

    private final Path folder;
    private final Path points;
    private final LeatProgram program;
    private int number;

    KillLab(Path folder) throws IOException {
        this.folder = folder;
        this.points = Files.createDirectories(folder.resolve("points"));
        this.program = new LeatProgram(
                folder.resolve("workspace"), Map.of(CrashPoint.VARIABLE, points.toString(), "LEAT_IDLE_MINUTES", "60"));
    }

    /** How long the run took that was killed, in milliseconds, with the client. */
    record Result(long millis, int runs) {}

    void begin() throws IOException {
        rows(folder.resolve("facts"), "1.json", 1, FIRST, 1);
        succeed(job("seed", 0, """
                  - task_key: facts
                    ingest_task:
                      source: {format: json, path: facts, schema: "id BIGINT, at TIMESTAMP, value BIGINT"}
                      target: seed.facts
                """));
    }

    void stop() {
        program.leat("stop", "--force");
    }

    Result run(KillCase killed) throws IOException {
        number++;
        Path source = folder.resolve("source" + number);
        String table = "cases.t" + number;
        int written = 0;
        rows(source, "1.json", 1, FIRST, 1);
        if (killed.isFirstWrite()) {
            warm();
        } else {
            Work first = killed.work() == Work.PERSIST_SLICE ? Work.PERSIST_OVERWRITE : killed.work();
            succeed(job("case" + number, 0, body(first, table)));
            written++;
        }
        rows(source, "2.json", AGAIN, LAST, 10);
        if (killed.isBurn()) {
            leaveBatchOpen(killed, table);
        }

        Path job = job("case" + number, retries(killed.victim()), body(killed.work(), table));
        arm(killed.point(), killed.victim());
        long began = System.nanoTime();
        succeed(job);
        long millis = (System.nanoTime() - began) / 1_000_000;
        written++;
        assertThat(points.resolve(killed.point().text() + ".hit"))
                .as("the point was reached")
                .exists();
        check(killed, table, written);
        if (killed.work().isIngest()) {
            succeed(job);
            check(killed, table, written);
        }

        return new Result(millis, written);
    }

    /** Both processes are up, whose numbers arm a point. */
    private void warm() {
        assertThat(program.leat("run", folder.resolve("seed.yaml").toString(), "--json")
                        .status())
                .isZero();
    }

    /** A run without retries dies just before its commit: its batch is in the store and not in the table. */
    private void leaveBatchOpen(KillCase killed, String table) throws IOException {
        arm(CrashPoint.BEFORE_COMMIT, Victim.DRIVER);
        Outcome died = program.leat(
                "run", job("case" + number, 0, body(killed.work(), table)).toString(), "--json");
        assertThat(died.status()).as("the run without retries: " + died.out()).isEqualTo(1);
        warm();
    }

    private void arm(CrashPoint point, Victim victim) throws IOException {
        JsonNode status = program.get(LEAT + "status");
        long driver = status.path("drivers").get(0).path("pid").asLong();
        long controlPlane = status.path("pid").asLong();
        Files.deleteIfExists(points.resolve(point.text() + ".hit"));
        String who = switch (victim) {
            case DRIVER -> Long.toString(driver);
            case CONTROL_PLANE -> Long.toString(controlPlane);
            case BOTH -> controlPlane + " " + driver;
        };
        Path armed = Files.writeString(points.resolve("new"), who);
        Files.move(armed, points.resolve(point.text()));
    }

    private void succeed(Path job) {
        Outcome run = program.leat("run", job.toString(), "--json");
        assertThat(run.status()).as(job + ":\n" + run.out() + run.err()).isZero();
    }

    private void check(KillCase killed, String table, int written) throws IOException {
        JsonNode status = program.get(LEAT + "status");
        assertThat(status.path("runs_active").asInt()).as("no run is stuck").isZero();
        if (killed.work() == Work.TRAIN) {
            checkModels(written);
            return;
        }

        JsonNode found = program.post(LEAT + "sql", Json.object().put("sql", select(killed.work(), table)))
                .path("rows")
                .get(0);
        assertThat(found.toString()).as("rows, ids, sum, quarantined").isEqualTo(expected(killed));
        checkLog(table, written);
        checkRecords(killed, table);
    }

    private static String select(Work work, String table) {
        String quarantined = work.isIngest() ? "(SELECT count(*) FROM " + table + "_quarantine)" : "0";
        return "SELECT count(*) AS n, count(DISTINCT id) AS ids, sum(value) AS total, %s AS bad FROM %s"
                .formatted(quarantined, table);
    }

    /** A driver whose end is seen costs a retry; the end of the control plane costs none. */
    private static int retries(Victim victim) {
        return victim == Victim.CONTROL_PLANE ? 0 : 1;
    }

    /** Rows, distinct ids, the sum of the values, and rows in quarantine, as they are without any kill. */
    private static String expected(KillCase killed) {
        long old = sum(1, FIRST);
        long fresh = 10 * sum(AGAIN, LAST);
        long both = FIRST + LAST - AGAIN + 1;
        boolean first = killed.isFirstWrite();
        List<Long> numbers = switch (killed.work()) {
            case INGEST_APPEND -> List.of(both, (long) LAST, old + fresh, 2L);
            case INGEST_OVERWRITE -> List.of(both, (long) LAST, old + fresh, first ? 2L : 3L);
            case INGEST_MERGE -> List.of((long) LAST, (long) LAST, sum(1, AGAIN - 1) + fresh, 2L);
            case PERSIST_APPEND ->
                first ? List.of((long) FIRST, (long) FIRST, old, 0L) : List.of(2L * FIRST, (long) FIRST, 2 * old, 0L);
            case PERSIST_SLICE ->
                first
                        ? List.of(20L, 20L, 2 * sum(11, 30), 0L)
                        : List.of((long) FIRST, (long) FIRST, old + sum(11, 30), 0L);
            default -> List.of((long) FIRST, (long) FIRST, old, 0L);
        };
        return Json.write(numbers);
    }

    private static long sum(long from, long to) {
        return (to * (to + 1) - from * (from - 1)) / 2;
    }

    /** Each batch is one commit, and nothing is there that no run wrote. */
    private void checkLog(String table, int written) throws IOException {
        List<String> ids = new ArrayList<>();
        List<String> batches = new ArrayList<>();
        Path log = folder.resolve("workspace/warehouse")
                .resolve(table.replace('.', '/'))
                .resolve("_delta_log");
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode action = Json.read(line, JsonNode.class);
                    if (action.has("txn")) {
                        ids.add(action.path("txn").path("appId").asText());
                    }
                    String note = action.path("commitInfo").path("userMetadata").asText("{}");
                    JsonNode json = Json.read(note, JsonNode.class);
                    if (json.has("batch") && !json.path("burnt").asBoolean()) {
                        batches.add(json.path("batch").asText());
                    }
                }
            }
        }
        assertThat(ids).as("transaction ids").doesNotHaveDuplicates();
        assertThat(batches).as("one commit a batch").doesNotHaveDuplicates().hasSize(written);
    }

    private void checkRecords(KillCase killed, String table) {
        JsonNode shown = program.get(LEAT + "tables/" + table);
        assertThat(shown.path("versions").get(0).path("task_key").asText())
                .as("who made the newest version")
                .isEqualTo("work");
        JsonNode lineage = program.get(LEAT + "lineage/" + table);
        assertThat(lineage.path("upstream")).as("lineage").isNotEmpty();
        if (killed.work().isIngest()) {
            JsonNode checkpoints = program.get(LEAT + "checkpoints/case" + number);
            assertThat(checkpoints.path("tasks").get(0).path("files").asInt())
                    .as("files counted as read")
                    .isEqualTo(2);
        }
    }

    private void checkModels(int written) {
        List<String> names = program.get(LEAT + "models").findValuesAsText("name").stream()
                .filter(name -> name.equals("m" + number))
                .toList();
        assertThat(names).as("models registered").hasSize(written);
    }

    private void rows(Path source, String name, int from, int to, int factor) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int id = from; id <= to; id++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"id\": %d, \"at\": \"2026-01-%02dT00:00:00Z\", \"value\": %d}%n",
                    id,
                    1 + id % 28,
                    id * factor));
        }

        if (!name.isEmpty() && !source.endsWith("facts")) {
            lines.append("{\"id\": \"none\"}\n");
        }
        Files.createDirectories(source);
        Path file = Files.writeString(source.resolve(name), lines);
        assertThat(file.toFile().setLastModified(System.currentTimeMillis() - 60_000))
                .isTrue();
    }

    private Path job(String name, int retries, String tasks) throws IOException {
        String text = "name: " + name + "\ntasks:\n" + tasks;
        if (retries > 0) {
            text = text.replace("- task_key: work\n", "- task_key: work\n    max_retries: " + retries + "\n");
        }
        return Files.writeString(folder.resolve(name + ".yaml"), text);
    }

    private String body(Work work, String table) {
        String task = switch (work) {
            case INGEST_APPEND -> ingest(table, "mode: append");
            case INGEST_OVERWRITE -> ingest(table, "mode: overwrite");
            case INGEST_MERGE -> ingest(table, "mode: merge\n      keys: [id]\n      order_by: value");
            case MATCH -> """
                                match_task:
                                  inputs:
                                    - {table: seed.facts, as: a}
                                    - {table: seed.facts, as: b, on: a.id = b.id}
                                  select: {id: a.id, value: b.value}
                                  target: %s
                            """.formatted(table);
            case FEATURES -> """
                                features_task:
                                  spine: {table: seed.facts, keys: [id], timestamp: at, columns: [value]}
                                  sources:
                                    - table: seed.facts
                                      timestamp: at
                                      features: [{name: before, aggregate: count, over: 7 days}]
                                  target: %s
                            """.formatted(table);
            case PERSIST_APPEND -> persist(table, "mode: append");
            case PERSIST_OVERWRITE -> persist(table, "mode: overwrite");
            case PERSIST_SLICE ->
                persist(
                        table,
                        String.join(
                                "\n      ",
                                "slice: {column: id, from: 11, to: 31}",
                                "where: id >= 11 AND id < 31",
                                "select: {id: id, at: at, value: value * 2}"));
            case PERSIST_MERGE -> persist(table, "mode: merge\n      keys: [id]");
            case TRAIN -> """
                                train_task:
                                  input: seed.facts
                                  label: value
                                  features: [id]
                                  algorithm: linear_regression
                                  split: {key: [id], test: 0.3}
                                  model: m%d
                            """.formatted(number);
        };
        return "  - task_key: work\n" + task;
    }

    private String ingest(String table, String mode) {
        return """
                    ingest_task:
                      source: {format: json, path: source%d, schema: "id BIGINT, at TIMESTAMP, value BIGINT"}
                      target: %s
                      %s
                """.formatted(number, table, mode);
    }

    private static String persist(String table, String mode) {
        return """
                    persist_task:
                      input: seed.facts
                      target: %s
                      %s
                """.formatted(table, mode);
    }
}
