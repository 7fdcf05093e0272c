package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.crash.CrashPoint;
import io.leat.core.json.Json;
import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver is halted by SIGSTOP the moment before its commit, as a machine that swaps or a process in a debugger would
 * be, and is let go on when its task has been given up: nothing of it may land.
 */
@TestMethodOrder(OrderAnnotation.class)
class ZombieIT {
    private static final int ROWS = 50;

    @TempDir
    private static Path folder;

    private static LeatProgram program;
    private static Path points;
    private static int written;

    @BeforeAll
    static void givenATableThatIsAppendedTo() throws IOException {
        points = Files.createDirectories(folder.resolve("points"));
        program = new LeatProgram(
                folder.resolve("workspace"),
                Map.of(CrashPoint.VARIABLE, points.toString(), "LEAT_SILENCE_SECONDS", "5"));
        StringBuilder lines = new StringBuilder();
        for (int id = 1; id <= ROWS; id++) {
            lines.append("{\"id\": ").append(id).append("}\n");
        }
        Path source = Files.createDirectories(folder.resolve("source")).resolve("1.json");
        Files.writeString(source, lines);
        assertThat(source.toFile().setLastModified(System.currentTimeMillis() - 60_000))
                .isTrue();
        succeeds(job("seed", "", """
                    ingest_task:
                      source: {format: json, path: source, schema: "id BIGINT"}
                      target: seed.facts
                """));
        succeeds(job("append", "", persist()));
        written = 1;
    }

    @AfterAll
    static void stop() {
        program.leat("stop", "--force");
    }

    @Test
    @Order(1)
    void whatWasCancelledDoesNotLand() throws IOException {
        long driver = halted();
        Process run = program.start("run", job("append", "", persist()).toString(), "--json");
        awaitHit();
        long runId = program.leat("runs", "--json")
                .json()
                .path("runs")
                .get(0)
                .path("run_id")
                .asLong();
        program.post("/api/2.2/jobs/runs/cancel", Json.object().put("run_id", runId));
        LeatProgram.await(() -> !run.isAlive());

        assertThat(resultOf(program.ended(run))).isEqualTo("CANCELED");
        nothingLands(driver);
    }

    @Test
    @Order(2)
    void whatTimedOutDoesNotLand() throws IOException {
        long driver = halted();
        Outcome run = program.leat(
                "run", job("append", "    timeout_seconds: 3\n", persist()).toString(), "--json");

        assertThat(resultOf(run)).isIn("FAILED", "TIMEDOUT");
        nothingLands(driver);
    }

    @Test
    @Order(3)
    void whatWasTakenOverLandsOnce() throws IOException {
        long driver = halted();
        Outcome run = program.leat(
                "run", job("append", "    max_retries: 1\n", persist()).toString(), "--json");

        assertThat(run.status()).as(run.out() + run.err()).isZero();
        written++;
        letGoOn(driver);
        assertThat(rows()).isEqualTo(written * ROWS);
    }

    /** What the zombie left behind does not hinder the next run either. */
    private static void nothingLands(long driver) throws IOException {
        letGoOn(driver);
        assertThat(rows()).isEqualTo(written * ROWS);
        succeeds(job("append", "", persist()));
        written++;
        assertThat(rows()).isEqualTo(written * ROWS);
    }

    /** Arms the point for the warm driver. */
    private static long halted() throws IOException {
        if (program.drivers().isEmpty()) {
            succeeds(job("again", "", persist().replace("append", "overwrite").replace("zombie.t", "zombie.other")));
        }

        long driver = program.drivers().get(0);
        Files.deleteIfExists(hit());
        Files.writeString(points.resolve(CrashPoint.BEFORE_COMMIT.text()), "stop " + driver);
        return driver;
    }

    private static Path hit() {
        return points.resolve(CrashPoint.BEFORE_COMMIT.text() + ".hit");
    }

    private static void awaitHit() {
        LeatProgram.await(() -> Files.exists(hit()));
    }

    private static void letGoOn(long driver) {
        assertThat(hit()).as("the driver was halted").exists();
        LeatProgram.signal("CONT", driver);
        LeatProgram.await(() -> program.status().path("runs_active").asInt() == 0);
    }

    private static double rows() {
        return program.number("SELECT count(*) FROM zombie.t");
    }

    private static String resultOf(Outcome run) {
        JsonNode last = run.lastLine();
        return last.path("state").path("result_state").asText();
    }

    private static void succeeds(Path job) {
        Outcome run = program.leat("run", job.toString(), "--json");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    private static String persist() {
        return """
                    persist_task:
                      input: seed.facts
                      target: zombie.t
                      mode: append
                """;
    }

    private static Path job(String name, String options, String body) throws IOException {
        String text = "name: %s%ntasks:%n  - task_key: work%n%s%s".formatted(name, options, body);
        return Files.writeString(folder.resolve(name + ".yaml"), text);
    }
}
