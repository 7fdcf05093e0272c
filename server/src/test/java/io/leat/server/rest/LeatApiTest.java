package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Protocol;
import io.leat.core.json.Json;
import io.leat.server.rest.ControlApi.Stop;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeatApiTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void givenAServer() {
        server = new TestServer(folder);
    }

    @AfterEach
    void closeIt() {
        server.close();
    }

    @Test
    void aFileRunsWithItsParameters() {
        HttpResponse<String> answer = server.post(
                "/api/leat/1.0/run-file",
                "{\"path\":\"/p/job.yaml\",\"text\":\"name: x\",\"parameters\":{\"d\":\"1\"},\"master\":null}");

        assertThat(answer.body()).isEqualTo("{\"job_id\":101,\"run_id\":5001,\"warnings\":[]}");
        assertThat(server.files.ran.get())
                .isEqualTo(new RunFile(new JobFileText("/p/job.yaml", "name: x"), Map.of("d", "1"), null, Map.of()));
    }

    @Test
    void aWrongFileIsToldWithPlaces() {
        HttpResponse<String> answer =
                server.post("/api/leat/1.0/run-file", "{\"path\":\"/p/job.yaml\",\"text\":\"bad\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"/p/job.yaml cannot run: 1"
                        + " mistake.\",\"problems\":[{\"line\":3,\"column\":5,\"path\":\"tasks[0].ingest_tusk\","
                        + "\"message\":\"unknown\"}]}");
        assertThat(server.post("/api/leat/1.0/check-file", "{\"path\":\"/p\",\"text\":\"bad\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void openBatchesOfATableAreSettledOneByOne() {
        assertThat(server.post("/api/leat/1.0/tables/gold.b/settle", "{}").body())
                .isEqualTo("{\"settled\":[{\"batch_id\":\"b-1\",\"state\":\"COMMITTED\"},{\"batch_id\":\"b-2\","
                        + "\"state\":\"MINTED\",\"error\":\"gold.b cannot be read\"}]}");
    }

    @Test
    void stopIsGentleUnlessForced() {
        server.post("/api/leat/1.0/stop", "{}");
        server.post("/api/leat/1.0/stop", "{\"force\":true}");

        assertThat(server.control.stops).containsExactly(Stop.WHEN_IDLE, Stop.NOW);
    }

    @Test
    void statusNamesTheDrivers() {
        JsonNode status = server.json("/api/leat/1.0/status");

        assertThat(status.path("ready_ms").asLong()).isEqualTo(700);
        assertThat(status.path("drivers").path(0).path("class_data_archive").asBoolean())
                .isTrue();
    }

    @Test
    void dataIsToldAsTheEngineKnowsIt() {
        assertThat(server.json("/api/leat/1.0/tables")
                        .path("tables")
                        .path(0)
                        .path("task_run_id")
                        .asLong())
                .isEqualTo(5003);
        assertThat(server.json("/api/leat/1.0/tables/gold.b")
                        .path("schema")
                        .path(0)
                        .path("type")
                        .asText())
                .isEqualTo("int");
        assertThat(server.json("/api/leat/1.0/checkpoints/nightly")
                        .path("tasks")
                        .path(0)
                        .path("produced")
                        .path("version")
                        .asLong())
                .isEqualTo(3);
        assertThat(server.post("/api/leat/1.0/sql", "{\"sql\":\"SELECT 1\",\"limit\":\"7\"}")
                        .body())
                .contains("\"rows\":[[7]]");
        JsonNode model = server.json("/api/leat/1.0/models").path("models").path(0);
        assertThat(model.path("name").asText()).isEqualTo("churn");
        assertThat(model.path("version").asLong()).isEqualTo(1);
        assertThat(model.path("metrics").path("auc").asDouble()).isEqualTo(0.7);
    }

    @Test
    void poolsAreSetListedAndDeleted() {
        String path = "/api/leat/1.0/pools/gpu";
        assertThat(server.send("PUT", path, TestServer.TOKEN, "{\"slots\":\"4\"}")
                        .body())
                .isEqualTo("{}");

        assertThat(server.get("/api/leat/1.0/pools").body())
                .isEqualTo("{\"pools\":[{\"name\":\"gpu\",\"slots\":4,\"used\":1,\"waiting\":2}]}");
        assertThat(server.send("PUT", path, TestServer.TOKEN, "{}").body())
                .contains("slots is missing; a pool has a whole number of them.");
        assertThat(server.send("PUT", path, TestServer.TOKEN, "{\"slots\":5000000000}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.send("DELETE", path, TestServer.TOKEN, null).statusCode())
                .isEqualTo(200);
        assertThat(server.pools.slots).isEmpty();
    }

    @Test
    void theOutboxIsReadAndAcknowledged() {
        server.outbox.entries.put("run/1/0/on_start", 5L);
        server.outbox.entries.put("run/1/0/on_success", 9L);

        assertThat(server.get("/api/leat/1.0/outbox?limit=1").body())
                .isEqualTo("{\"entries\":[{\"entry_id\":\"run/1/0/on_start\",\"at\":5,"
                        + "\"notice\":{\"event_type\":\"jobs.on_start\"}}]}");
        assertThat(server.post("/api/leat/1.0/outbox/acknowledge", "{\"entry_ids\":[\"run/1/0/on_start\"]}")
                        .body())
                .isEqualTo("{}");
        assertThat(server.outbox.entries).containsOnlyKeys("run/1/0/on_success");
        assertThat(server.get("/api/leat/1.0/outbox?limit=0").body()).contains("limit is 0; give 1 to 1000.");
        assertThat(server.post("/api/leat/1.0/outbox/acknowledge", "{}").body())
                .contains("entry_ids is missing; give the list of what was sent.");
    }

    @Test
    void secretsArePutListedAndDeletedButNeverReadBack() {
        String path = "/api/leat/1.0/secrets/team.a/password";
        assertThat(server.send("PUT", path, TestServer.TOKEN, "{\"string_value\":\"hunter22\"}")
                        .body())
                .isEqualTo("{}");

        HttpResponse<String> names = server.get("/api/leat/1.0/secrets");

        assertThat(names.body())
                .contains("\"scope\":\"team.a\",\"key\":\"password\"")
                .doesNotContain("hunter22");
        assertThat(server.secretStore.secrets.values().toString()).doesNotContain("hunter22");
        assertThat(server.send("DELETE", path, TestServer.TOKEN, null).statusCode())
                .isEqualTo(200);
        assertThat(server.send("DELETE", path, TestServer.TOKEN, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void waitingPollsHoldNoThread() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            polls.add(CompletableFuture.supplyAsync(
                    () -> server.send(
                            "POST",
                            Protocol.POLL,
                            TestServer.DRIVER_TOKEN,
                            "{\"driver_id\":\"d-1\",\"holding\":[],\"cancelling\":[],\"queries\":[]}"),
                    task -> new Thread(task).start()));
        }

        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.agents.polls.size() < 100 && System.nanoTime() < limit) {
            LockSupport.parkNanos(2_000_000);
        }

        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        server.agents.polls.forEach(poll -> poll.complete(Instructions.NONE));
        for (CompletableFuture<HttpResponse<String>> poll : polls) {
            assertThat(Json.read(poll.get(20, TimeUnit.SECONDS).body(), Instructions.class))
                    .isEqualTo(Instructions.NONE);
        }
    }

    @Test
    void driversReportAndMint() {
        HttpResponse<String> answer =
                server.send("POST", Protocol.REPORT, TestServer.DRIVER_TOKEN, "{\"driver_id\":\"d-1\",\"events\":[]}");
        HttpResponse<String> minted = server.send(
                "POST",
                Protocol.MINT,
                TestServer.DRIVER_TOKEN,
                "{\"driver_id\":\"d-1\",\"task_run_id\":1,\"fence\":2,\"statement\":\"target\",\"table\":\"a.b\","
                        + "\"mode\":\"append\",\"manifest\":{\"files\":[],\"pins\":[]},\"code_hash\":\"c\"}");

        assertThat(answer.body()).isEqualTo("{\"sequence\":0}");
        assertThat(minted.body()).contains("\"batch_id\":\"b-1\"");
    }
}
