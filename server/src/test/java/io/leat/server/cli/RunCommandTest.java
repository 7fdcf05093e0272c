package io.leat.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String RUN_FILE = "POST /api/leat/1.0/run-file";
    private static final String EVENTS = "GET /api/leat/1.0/runs/5/events?after=0";
    private static final String END = "GET /api/2.2/jobs/runs/get?run_id=5";

    @TempDir
    Path folder;

    private FakeServer server;

    @BeforeEach
    void givenAJobFile() throws IOException {
        server = new FakeServer(folder);
        Files.writeString(folder.resolve("job.yaml"), "name: clicks\ntasks:\n  - task_kye: a\n");
        server.on(RUN_FILE, "{\"job_id\":1,\"run_id\":5,\"warnings\":[]}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyProblemIsToldWithItsLineAndACaret() {
        server.on(RUN_FILE, 400, """
                {"error_code":"INVALID_PARAMETER_VALUE","message":"2 mistakes","problems":[
                 {"line":3,"column":5,"path":"tasks[0]","message":"unknown field task_kye; did you mean task_key?"},
                 {"line":99,"column":1,"path":"","message":"there is no such line"}]}""");

        assertThat(server.run("run", "job.yaml")).isEqualTo(2);
        assertThat(server.err()).isEqualTo("""
                job.yaml:3:5: error: unknown field task_kye; did you mean task_key?
                      - task_kye: a
                        ^
                job.yaml:99:1: error: there is no such line
                """);
    }

    @Test
    void aMissingFileIsToldAtOnce() {
        assertThat(server.run("run", "jbo.yaml")).isEqualTo(2);
        assertThat(server.err()).startsWith("leat: The job file jbo.yaml does not exist");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void parametersMasterAndSettingsAreSent() {
        server.on(EVENTS, events(run("SUCCESS")));
        server.run(
                "run",
                "job.yaml",
                "--param",
                "day=2026-01-01",
                "--param",
                "q=a=b",
                "--master",
                "local[2]",
                "--conf",
                "spark.x=1");

        assertThat(server.bodies.get(0).path("parameters").toString())
                .isEqualTo("{\"day\":\"2026-01-01\",\"q\":\"a=b\"}");
        assertThat(server.bodies.get(0).path("master").asText()).isEqualTo("local[2]");
        assertThat(server.bodies.get(0).path("spark_conf").toString()).isEqualTo("{\"spark.x\":\"1\"}");
        assertThat(server.bodies.get(0).path("path").asText())
                .isEqualTo(folder.resolve("job.yaml").toString());
    }

    @Test
    void exitStatusSaysHowTheRunEnded() {
        server.on(EVENTS, events(run("SUCCESS")));
        assertThat(server.run("run", "job.yaml")).isZero();
        server.on(EVENTS, events(run("FAILED")));
        assertThat(server.run("run", "job.yaml")).isEqualTo(1);
        server.on(EVENTS, events(run("CANCELED")));
        assertThat(server.run("run", "job.yaml")).isEqualTo(130);
    }

    @Test
    void whereNothingCanBeRedrawnEachChangeIsALineAndTheEndASummary() {
        server.on(
                EVENTS,
                events(
                        "{\"seq\":1,\"at\":1000,\"type\":\"run\",\"run_name\":\"clicks\",\"state\":{\"life_cycle_state\":\"RUNNING\"},\"tasks\":[{\"task_key\":\"a\",\"depends_on\":[],\"kind\":\"ingest_task\"},{\"task_key\":\"b\",\"depends_on\":[\"a\"],\"kind\":\"train_task\"}]}",
                        "{\"seq\":2,\"at\":1100,\"type\":\"driver\",\"state\":\"starting\",\"message\":\"Starting a driver on local[*].\"}",
                        "{\"seq\":3,\"at\":7100,\"type\":\"driver\",\"state\":\"ready\",\"message\":\"\"}",
                        "{\"seq\":4,\"at\":7200,\"type\":\"task\",\"task_key\":\"a\",\"task_run_id\":6,\"attempt_number\":0,\"life_cycle_state\":\"RUNNING\",\"start_time\":7200}",
                        "{\"seq\":5,\"at\":8000,\"type\":\"commit\",\"task_key\":\"a\",\"commit\":{\"table\":\"bronze.a\",\"version\":1,\"rows\":1234,\"total_rows\":1234}}",
                        "{\"seq\":6,\"at\":8000,\"type\":\"counts\",\"task_key\":\"a\",\"counts\":{\"quarantined\":3}}",
                        "{\"seq\":7,\"at\":9700,\"type\":\"task\",\"task_key\":\"a\",\"task_run_id\":6,\"attempt_number\":0,\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"SUCCESS\",\"start_time\":7200,\"end_time\":9700}",
                        "{\"seq\":8,\"at\":9900,\"type\":\"task\",\"task_key\":\"b\",\"task_run_id\":7,\"attempt_number\":0,\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"FAILED\",\"state_message\":\"label has one value\\nonly\",\"start_time\":9800,\"end_time\":9900}",
                        "{\"seq\":9,\"at\":10000,\"type\":\"run\",\"run_name\":\"clicks\",\"state\":{\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"FAILED\",\"state_message\":\"Task b failed.\"}}"));

        assertThat(server.run("run", "job.yaml")).isEqualTo(1);
        String out = server.out().replaceFirst("(?m)^Time: .*$", "Time: …");
        assertThat(out).isEqualTo("""
                   0.0s  run 5 of clicks: 2 tasks
                   0.1s  Starting a driver on local[*].
                   6.1s  Spark driver ready
                   6.2s  a: running
                   8.7s  a: succeeded in 2.5s: 1,234 rows → bronze.a v1, 3 quarantined
                   8.9s  b: failed in 0.1s: label has one value

                Run 5 of clicks: FAILED in 9.0s: Task b failed.

                Failed
                  b
                    label has one value
                    only
                    see: leat logs 5 b

                Tables written
                  TABLE     VERSION   ROWS  TOTAL  BY
                  bronze.a        1  1,234  1,234  a

                Time: …

                Look next
                  leat runs get 5                    the run and its task runs
                  leat repair 5                      run again what did not succeed, when it is mended
                  leat tables show bronze.a          its columns, versions and who made them
                  leat sql "SELECT * FROM bronze.a"  its rows
                  leat lineage bronze.a              what it was made from
                """);
    }

    @Test
    void jsonIsOneEventALineAndLastTheRun() {
        server.on(EVENTS, events(run("SUCCESS")));
        server.on(END, "{\"run_id\":5,\"tasks\":[]}");

        assertThat(server.run("run", "job.yaml", "--json")).isZero();
        List<String> lines = server.out().lines().toList();
        assertThat(lines).hasSize(2).last().isEqualTo("{\"run_id\":5,\"tasks\":[]}");
    }

    @Test
    void aBrokenStreamIsTakenUpWhereItBroke() {
        server.on(
                EVENTS,
                events(
                        "{\"seq\":3,\"at\":1,\"type\":\"run\",\"run_name\":\"c\",\"state\":{\"life_cycle_state\":\"RUNNING\"},\"tasks\":[]}"));
        server.on(EVENTS.replace("after=0", "after=3"), events(run("SUCCESS")));

        assertThat(server.run("run", "job.yaml", "--quiet")).isZero();
        assertThat(server.out()).isEmpty();
    }

    /** Each time it is found as it was; a client of HTTP may send a request that had no answer once more by itself. */
    @Test
    void theEndIsAskedForAgainWhenTheControlPlaneDiesJustBefore() {
        server.on(EVENTS, events(run("SUCCESS")));
        server.on(END, "{\"run_id\":5,\"tasks\":[]}").cut(END, 3);

        assertThat(server.run("run", "job.yaml", "--json")).isZero();
        assertThat(server.out().lines()).last().isEqualTo("{\"run_id\":5,\"tasks\":[]}");
        assertThat(server.err()).isEmpty();
    }

    @Test
    void anAnswerThatIsNoIsNotAskedForAgain() {
        server.on(EVENTS, events(run("SUCCESS")));

        assertThat(server.run("run", "job.yaml", "--json")).isNotZero();
        assertThat(server.err()).contains("No " + END);
        assertThat(server.requests).containsOnlyOnce(END);
    }

    private static String run(String result) {
        return "{\"seq\":9,\"at\":10000,\"type\":\"run\",\"run_name\":\"clicks\",\"state\":{\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"%s\"},\"tasks\":[]}"
                .formatted(result);
    }

    private static String events(String... events) {
        return ":\n\n"
                + List.of(events).stream()
                        .map(event -> "id: 1\ndata: " + event + "\n\n")
                        .collect(Collectors.joining());
    }
}
