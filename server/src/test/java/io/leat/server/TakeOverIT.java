package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.server.LeatProgram.Outcome;
import io.leat.server.config.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two control planes on one PostgreSQL and one workspace. While runs go on the active one is killed, or halted and let
 * go on when the other has taken over: nothing may get lost, run twice, or be written by the old one.
 */
@TestMethodOrder(OrderAnnotation.class)
class TakeOverIT {
    private static final int ROWS = 50;
    private static final int JOBS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final List<String> TASKS = List.of("first", "second", "third");

    @TempDir
    private static Path folder;

    private static PostgresServer server;
    private static StoreSettings settings;
    private static LeatProgram program;
    private static Process active;
    private static int runs;

    @BeforeAll
    static void givenAnActiveOneAndATable() throws IOException {
        server = PostgresServer.shared();
        settings = server.settings();
        program = new LeatProgram(
                folder.resolve("workspace"), Map.of("LEAT_STORE", settings.url(), "LEAT_STORE_USER", settings.user()));
        active = program.start("server");
        LeatProgram.await(() -> isActive(active));
        StringBuilder lines = new StringBuilder();
        for (int id = 1; id <= ROWS; id++) {
            lines.append("{\"id\": ").append(id).append("}\n");
        }
        Path source = Files.createDirectories(folder.resolve("source")).resolve("1.json");
        Files.writeString(source, lines);
        assertThat(source.toFile().setLastModified(System.currentTimeMillis() - 60_000))
                .isTrue();
        Path seed = Files.writeString(folder.resolve("seed.yaml"), """
                name: seed
                tasks:
                  - task_key: seed
                    ingest_task:
                      source: {format: json, path: source, schema: "id BIGINT"}
                      target: seed.facts
                """);
        Outcome run = program.leat("run", seed.toString(), "--json");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.leat("stop", "--force");
        }
    }

    @Test
    @Order(1)
    void whatWasKilledIsFollowed() throws Exception {
        Process standby = standby();
        List<Process> clients = startRuns();
        long began = System.nanoTime();
        program.kill(active.pid());
        Duration took = takenOver(standby, began);
        System.out.printf("killed: taken over after %d ms%n", took.toMillis());
        active = standby;

        finish(clients);
        assertThat(took).isLessThan(LIMIT);
    }

    @Test
    @Order(2)
    void whatWasHaltedIsFollowedAndWritesNoMore() throws Exception {
        Process standby = standby();
        List<Process> clients = startRuns();
        Process old = active;
        long fence = number("SELECT fence FROM lease");
        long began = System.nanoTime();
        assertThat(LeatProgram.signal("STOP", old.pid())).isTrue();
        Duration took = takenOver(standby, began);
        System.out.printf("halted: taken over after %d ms%n", took.toMillis());
        active = standby;
        long turn = number("SELECT number FROM turn WHERE fence = " + fence);

        finish(clients);
        assertThat(took).isLessThan(LIMIT);
        assertThat(number("SELECT fence FROM lease")).isEqualTo(fence + 1);
        assertThat(LeatProgram.signal("CONT", old.pid())).isTrue();
        assertThat(old.waitFor(20, TimeUnit.SECONDS)).as("the old one ends").isTrue();
        assertThat(old.exitValue()).isEqualTo(75);
        assertThat(number("SELECT number FROM turn WHERE fence = " + fence))
                .as("what the old one has written")
                .isEqualTo(turn);
        assertThat(isActive(standby)).as("control.json is the new one's").isTrue();
        holdsAllOnce();
    }

    private static Process standby() {
        Process standby = program.start("server");
        LeatProgram.await(() -> number("SELECT count(DISTINCT application_name) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'leat %'")
                == 2);
        return standby;
    }

    /** Returns when they go on. */
    private static List<Process> startRuns() throws IOException {
        long before = number("SELECT count(*) FROM task_run WHERE result = 'SUCCESS'");
        List<Process> clients = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            clients.add(program.start("run", job(job).toString(), "--json"));
        }
        LeatProgram.await(() -> number("SELECT count(*) FROM run WHERE result IS NULL") == JOBS
                && number("SELECT count(*) FROM task_run WHERE result = 'SUCCESS'") > before);
        return clients;
    }

    private static Path job(int number) throws IOException {
        StringBuilder text = new StringBuilder("name: chain-" + number + "\ntasks:\n");
        String before = "";
        for (String task : TASKS) {
            text.append("""
                      - task_key: %s
                        %spersist_task: {input: seed.facts, target: %s, mode: append}
                    """.formatted(
                            task,
                            before.isEmpty() ? "" : "depends_on: [{task_key: " + before + "}]\n    ",
                            table(number, task)));
            before = task;
        }
        return Files.writeString(folder.resolve("chain-" + number + ".yaml"), text);
    }

    private static String table(int job, String task) {
        return "chain%d.%s_t".formatted(job, task);
    }

    private static Duration takenOver(Process standby, long since) {
        LeatProgram.await(() -> isActive(standby));
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Whether the workspace's rendezvous file names it, and it answers. */
    private static boolean isActive(Process process) {
        try {
            Path file = folder.resolve("workspace").resolve("control.json");
            if (!Files.exists(file)) {
                return false;
            }

            JsonNode control = Json.read(Files.readString(file), JsonNode.class);
            if (control.path("pid").asLong() != process.pid()) {
                return false;
            }

            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(control.path("address").asText() + "/api/leat/1.0/status"))
                    .timeout(Duration.ofSeconds(5))
                    .header("Authorization", "Bearer " + control.path("token").asText())
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Their clients, too, find the one that took over. */
    private static void finish(List<Process> clients) {
        LeatProgram.await(() -> clients.stream().noneMatch(Process::isAlive));
        for (Process client : clients) {
            Outcome outcome = program.ended(client);
            assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        }

        runs++;
        holdsAllOnce();
        assertThat(number("SELECT count(*) FROM run WHERE result IS NULL")).isZero();
        assertThat(number("SELECT count(*) - count(DISTINCT fence) FROM task_run WHERE fence > 0"))
                .as("fences given twice")
                .isZero();
        assertThat(number("SELECT count(*) FROM task_run WHERE attempt_number > 0 OR result <> 'SUCCESS'"))
                .as("task runs that a take-over disturbed")
                .isZero();
    }

    private static void holdsAllOnce() {
        StringBuilder sql = new StringBuilder("SELECT 0");
        for (int job = 0; job < JOBS; job++) {
            for (String task : TASKS) {
                sql.append(" + abs(%d - (SELECT count(*) FROM %s))".formatted(runs * ROWS, table(job, task)));
            }
        }
        assertThat(program.number(sql.toString()))
                .as("rows that are missing or doubled")
                .isZero();
    }

    private static long number(String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO " + settings.url().replaceAll(".*currentSchema=", ""));
            try (ResultSet row = statement.executeQuery(sql)) {
                return row.next() ? row.getLong(1) : -1;
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
