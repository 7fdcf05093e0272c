package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireRulesTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void givenOneFailedRun() {
        server = new TestServer(folder);
        server.jobs.runs.add(JobsStandIn.failedRun());
    }

    @AfterEach
    void closeIt() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.1", "2.2"})
    void allVersionsAnswerAlike(String version) {
        JsonNode run = server.json("/api/" + version + "/jobs/runs/get?run_id=5001");

        assertThat(run.path("run_id").isIntegralNumber()).isTrue();
        assertThat(run.path("run_id").asLong()).isEqualTo(5001);
    }

    @Test
    void aMissingRunIsABadRequestThatNamesIt() {
        HttpResponse<String> answer = server.get("/api/2.2/jobs/runs/get?run_id=8");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Run 8 does not exist.\"}");
    }

    @Test
    void aMissingJobIsABadRequestThatNamesIt() {
        assertThat(server.get("/api/2.2/jobs/get?job_id=8").body()).contains("Job 8 does not exist.");
        assertThat(server.post("/api/2.2/jobs/run-now", "{\"job_id\":8}").body())
                .contains("Job 8 does not exist.");
    }

    @Test
    void parametersOfAGetMayComeInItsBody() {
        HttpResponse<String> answer =
                server.send("GET", "/api/2.1/jobs/runs/get", TestServer.TOKEN, "{\"run_id\": \"5001\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void booleansAreReadInAnyCaseAndUnknownParametersPassedOver() {
        JsonNode runs = server.json("/api/2.1/jobs/runs/list?expand_tasks=True&include_user_names=True&page_token=");

        assertThat(runs.path("runs").path(0).path("tasks")).hasSize(2);
    }

    @Test
    void aWrongValueIsNamed() {
        assertThat(server.get("/api/2.1/jobs/runs/get?run_id=x").body())
                .contains("run_id must be a whole number, not 'x'.");
        assertThat(server.get("/api/2.1/jobs/runs/get").body()).contains("run_id is missing; it is required here.");
        assertThat(server.get("/api/2.1/jobs/runs/list?expand_tasks=maybe").body())
                .contains("expand_tasks must be true or false, not 'maybe'.");
        assertThat(server.get("/api/2.1/jobs/runs/list?page_token=x").body())
                .contains("page_token 'x' is not one that this endpoint gave.");
    }

    @Test
    void whatIsNotJsonIsMalformed() {
        HttpResponse<String> answer = server.post("/api/2.1/jobs/run-now", "{\"job_id\": ");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error_code\":\"MALFORMED_REQUEST\"");
        assertThat(server.post("/api/2.1/jobs/run-now", "[1]").body()).contains("\"error_code\":\"MALFORMED_REQUEST\"");
    }

    @Test
    void anUnknownEndpointIsToldInJson() {
        HttpResponse<String> answer = server.get("/api/2.1/jobs/nothing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":"
                        + "\"There is no endpoint GET /api/2.1/jobs/nothing.\"}");
    }

    @Test
    void aFaultTellsItsIncidentAndNothingElse() {
        HttpResponse<String> answer = server.get("/api/leat/1.0/lineage/x");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("\"error_code\":\"INTERNAL_ERROR\"", "under incident ")
                .doesNotContain("the log's alone");
    }

    @Test
    void aFailedFutureIsToldLikeAnException() {
        HttpResponse<String> answer = server.get("/api/leat/1.0/tables/gold.c");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("Table gold.c does not exist. The nearest name is gold.b.");
    }

    @Test
    void aRequestMayHaveTenMegabytes() {
        String text = "x".repeat(10 * 1024 * 1024);

        HttpResponse<String> answer = server.post("/api/leat/1.0/check-file", "{\"text\":\"" + text + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The request is larger than the 10 MB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/api/%zz", "/api/2.1/jobs/%00"})
    void malformedPathsAreToldInJson(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("{\"error_code\":\"MALFORMED_REQUEST\"");
    }

    @Test
    void encodedSlashesAndDoubleSlashesAreTaken() {
        assertThat(server.get("/api/leat/1.0/tables/a%2Fb").body()).contains("Table a/b does not exist");
        assertThat(server.get("/api/2.1//jobs/list").statusCode()).isEqualTo(200);
    }

    @Test
    void textOutsideAsciiArrivesAsItWas() {
        assertThat(server.get("/api/leat/1.0/tables/g%C3%BCn%C4%B1").body()).contains("Table günı does not exist");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasAnErrorStatus(ErrorCode code) {
        assertThat(Failures.status(code)).isBetween(400, 599);
    }

    @Test
    void emptyAnswersAreObjects() {
        HttpResponse<String> answer = server.post("/api/2.1/jobs/runs/cancel", "{\"run_id\":\"5001\"}");

        assertThat(answer.body()).isEqualTo("{}");
        assertThat(server.jobs.cancelled).containsExactly(5001L);
        assertThat(Json.read(answer.body(), JsonNode.class)).isEmpty();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
