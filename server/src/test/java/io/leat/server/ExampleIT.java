package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The example as a newcomer runs it, and then as the world treats it: real processes, killed with SIGKILL. */
@TestMethodOrder(OrderAnnotation.class)
class ExampleIT {
    private static final List<String> TASKS =
            List.of("clicks_ingest", "orders_ingest", "match", "build_features", "persist_features", "train");

    @TempDir
    private static Path folder;

    private static LeatProgram program;
    private static Path job;
    private static JsonNode expected;

    @BeforeAll
    static void givenTheExample() throws IOException {
        Path example = LeatProgram.ROOT.resolve("examples/clicks-orders");
        copy(example, folder.resolve("example"));
        job = folder.resolve("example/job.yaml");
        expected = Json.read(Files.readString(example.resolve("data/expected.json")), JsonNode.class);
        program = new LeatProgram(folder.resolve("workspace"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @AfterAll
    static void stop() {
        program.leat("stop", "--force");
    }

    @Test
    @Order(1)
    void sixTasksSucceedOnRealSpark() {
        Outcome run = program.leat("run", job.toString(), "--json");

        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.lastLine().path("state").path("result_state").asText()).isEqualTo("SUCCESS");
        assertThat(run.lastLine().path("tasks")).hasSameSizeAs(TASKS).allSatisfy(task -> {
            assertThat(task.path("task_key").asText()).isIn(TASKS);
            assertThat(task.path("state").path("result_state").asText()).isEqualTo("SUCCESS");
        });
        assertThat(program.number("SELECT count(*) FROM bronze.clicks")).isEqualTo(wellFormed("clicks"));
        assertThat(program.number("SELECT count(*) FROM bronze.clicks_quarantine"))
                .isEqualTo(expected.path("clicks").path("malformed").asDouble());
        assertThat(program.number("SELECT count(*) FROM bronze.orders")).isEqualTo(wellFormed("orders"));
    }

    @Test
    @Order(2)
    void theSecondRunIsWarmAndIngestsNothing() {
        List<Long> drivers = program.drivers();
        double clicks = program.number("SELECT count(*) FROM bronze.clicks");
        Outcome run = program.leat("run", job.toString(), "--json");

        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(program.drivers()).isEqualTo(drivers);
        assertThat(program.number("SELECT count(*) FROM bronze.clicks")).isEqualTo(clicks);
        assertThat(program.number("SELECT count(*) - count(DISTINCT click_id) FROM gold.click_features"))
                .isZero();
    }

    @Test
    @Order(3)
    void whatWasMadeIsShown() {
        assertThat(program.leat("runs").out()).contains("clicks-orders", "SUCCESS");
        assertThat(program.leat("tables").out()).contains("bronze.clicks", "gold.click_features");
        JsonNode table =
                program.leat("tables", "show", "gold.click_features", "--json").json();
        assertThat(table.path("schema").findValuesAsText("name")).contains("click_id", "dwell_7d", "ordered");
        assertThat(table.path("versions").get(0).path("task_key").asText()).isEqualTo("persist_features");
        JsonNode lineage =
                program.leat("lineage", "gold.click_features", "--json").json();
        assertThat(lineage.path("upstream").findValuesAsText("name")).contains("bronze.clicks", "bronze.orders");
        assertThat(lineage.path("upstream").findValuesAsText("kind")).contains("FILES");
        assertThat(lineage.path("downstream").findValuesAsText("kind")).contains("MODEL");
        JsonNode checkpoints =
                program.leat("checkpoints", "clicks-orders", "--json").json();
        assertThat(checkpoints.path("tasks").get(0).path("files").asLong()).isPositive();
        assertThat(program.leat("models").out()).contains("clicks_orders");
    }

    @Test
    @Order(4)
    void mistakesAreAllToldAtTheirLines() throws IOException {
        Path wrong = folder.resolve("wrong.yaml");
        Files.writeString(
                wrong,
                Files.readString(job).replace("format: json", "format: jsn").replace("mode: merge", "mod: merge"));
        Outcome run = program.leat("run", wrong.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out() + run.err())
                .containsPattern("wrong.yaml:\\d+:\\d+: .*jsn.*json")
                .containsPattern("wrong.yaml:\\d+:\\d+: .*mod.*mode")
                .doesNotContain("Exception");
    }

    @Test
    @Order(5)
    void aDriverKilledMidwayCostsNothingButTime() throws IOException {
        addClicks("a.json", 1);
        String text = Files.readString(job).replace("task_key: match\n", "task_key: match\n    max_retries: 2\n");
        text = text.replace(
                "task_key: clicks_ingest\n    desc", "task_key: clicks_ingest\n    max_retries: 2\n    desc");
        text = text.replace(
                "task_key: orders_ingest\n    desc", "task_key: orders_ingest\n    max_retries: 2\n    desc");
        Path patient = job.resolveSibling("patient.yaml");
        Files.writeString(patient, text);
        long driver = program.drivers().get(0);
        Process run = program.start("run", patient.toString(), "--json");
        LeatProgram.await(() -> program.status().path("drivers").findValues("running").stream()
                .anyMatch(running -> running.size() > 0));
        program.kill(driver);
        LeatProgram.await(() -> !run.isAlive());

        Outcome outcome = program.ended(run);
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(program.number("SELECT count(*) FROM bronze.clicks")).isEqualTo(wellFormed("clicks") + 1);
        assertThat(program.drivers()).doesNotContain(driver);
    }

    @Test
    @Order(6)
    void aControlPlaneKilledMidwayDisturbsNothing() throws IOException {
        addClicks("b.json", 2);
        List<Long> drivers = program.drivers();
        Process run = program.start("run", job.toString(), "--json");
        LeatProgram.await(() -> program.status().path("drivers").findValues("running").stream()
                .anyMatch(running -> running.size() > 0));
        program.kill(program.status().path("pid").asLong());
        assertThat(program.leat("runs").status()).isZero();
        LeatProgram.await(() -> program.status().path("runs_active").asInt() == 0);

        JsonNode newest = program.leat("runs", "--json").json().path("runs").get(0);
        assertThat(newest.path("state").path("result_state").asText()).isEqualTo("SUCCESS");
        assertThat(newest.path("tasks").isMissingNode() || newest.path("tasks").size() == TASKS.size())
                .isTrue();
        assertThat(program.drivers()).isEqualTo(drivers);
        assertThat(program.number("SELECT count(*) FROM bronze.clicks")).isEqualTo(wellFormed("clicks") + 2);
        LeatProgram.await(() -> !run.isAlive());
    }

    @Test
    @Order(7)
    void aSecretIsUsedAndNeverShown() throws IOException {
        Path secret = job.resolveSibling("secret.yaml");
        Files.writeString(secret, """
                name: secret
                tasks:
                  - task_key: only
                    match_task:
                      inputs: [{table: bronze.clicks}]
                      select: {n: "count(1)", s: "max('{{secrets/shop/token}}')", bad: "cast('{{secrets/shop/token}}' AS INT)"}
                      group_by: ["1 = 1"]
                      target: silver.secret
                """);
        assertThat(program.leatReading("hunter2hunter2", "secrets", "put", "shop", "token")
                        .status())
                .isZero();
        Outcome run = program.leat("run", secret.toString(), "--json");

        assertThat(run.out() + run.err()).doesNotContain("hunter2");
    }

    @Test
    @Order(8)
    void theDoctorFindsAllWellAfterwardsAndMissesATableThatIsGone() throws IOException {
        Outcome well = program.leat("doctor", "--json");
        assertThat(well.status()).as(well.out() + well.err()).isZero();
        assertThat(well.json().path("errors").asInt()).isZero();
        assertThat(well.json().path("findings").findValuesAsText("check"))
                .contains("tables.readable")
                .doesNotContain("tables.batches", "tables.unknown-batches");

        Path table = folder.resolve("workspace/warehouse/silver/click_outcomes");
        Files.move(table, folder.resolve("aside"));
        Outcome ill = program.leat("doctor", "--json");
        Files.move(folder.resolve("aside"), table);

        assertThat(ill.status()).isEqualTo(1);
        assertThat(ill.json().path("findings").findValuesAsText("check")).contains("tables.exists");
        assertThat(program.leat("doctor").status()).isZero();
    }

    /** What comes after is another workspace with the old tables. */
    @Test
    @Order(9)
    void aDeletedStateDoublesNothing() throws IOException {
        double orders = program.number("SELECT count(*) FROM bronze.orders");
        double quarantined = program.number("SELECT count(*) FROM bronze.clicks_quarantine");
        assertThat(program.leat("stop", "--force").status()).isZero();
        for (String name : List.of("state.db", "state.db-wal", "state.db-shm")) {
            Files.deleteIfExists(folder.resolve("workspace").resolve(name));
        }

        addClicks("c.json", 3);
        Outcome run = program.leat("run", job.toString(), "--json");

        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(program.number("SELECT count(*) FROM bronze.clicks")).isEqualTo(wellFormed("clicks") + 3);
        assertThat(program.number("SELECT count(*) FROM bronze.orders")).isEqualTo(orders);
        assertThat(program.number("SELECT count(*) FROM bronze.clicks_quarantine"))
                .isEqualTo(quarantined);
        assertThat(program.leat("logs", run.lastLine().path("run_id").asText(), "clicks_ingest")
                        .out())
                .contains("batches that this workspace's state does not know");
    }

    private static double wellFormed(String table) {
        JsonNode made = expected.path(table);
        return made.path("records").asDouble() - made.path("malformed").asDouble();
    }

    private static void addClicks(String name, int id) throws IOException {
        Path file = job.resolveSibling("data/clicks").resolve(name);
        Files.writeString(file, """
                {"click_id": %d, "user_id": 1, "product_id": 1, "referrer": "mail", "price": 1.0, "dwell_seconds": 3, "clicked_at": "2026-01-10T00:00:00Z"}
                """.formatted(900_000_000 + id));
        assertThat(file.toFile().setLastModified(System.currentTimeMillis() - 60_000))
                .isTrue();
    }
}
