package io.leat.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandTest {
    private static final String RUN = "GET /api/2.2/jobs/runs/get?run_id=5&include_history=true";
    private static final String REPAIR = "POST /api/2.2/jobs/runs/repair";
    private static final String EVENTS = "GET /api/leat/1.0/runs/5/events?after=0";
    private static final String TASKS =
            "[{\"task_key\":\"a\",\"depends_on\":[],\"kind\":\"ingest_task\"},{\"task_key\":\"b\",\"depends_on\":[\"a\"],\"kind\":\"train_task\"}]";

    @TempDir
    Path folder;

    private FakeServer server;

    @BeforeEach
    void givenARunThatFailed() throws IOException {
        server = new FakeServer(folder);
        server.on(
                RUN,
                "{\"run_id\":5,\"job_id\":1,\"run_name\":\"clicks\",\"repair_history\":[{\"type\":\"ORIGINAL\"}]}");
        server.on(REPAIR, "{\"repair_id\":20}");
        server.on("GET /api/2.2/jobs/get?job_id=1", "{\"settings\":{\"parameters\":[{\"name\":\"day\"}]}}");
        server.on(EVENTS, events("SUCCESS"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void byDefaultAllThatFailedRunsAgainAndIsFollowedToItsOwnEnd() {
        assertThat(server.run("repair", "5")).isZero();
        assertThat(server.bodies.get(0).toString())
                .isEqualTo("{\"run_id\":5,\"rerun_all_failed_tasks\":true,\"rerun_dependent_tasks\":false,"
                        + "\"job_parameters\":{}}");
        assertThat(server.out())
                .startsWith("   0.0s  run 5 of clicks: 2 tasks\n   0.5s  b (try 2): running\n")
                .contains("   1.0s  b (try 2): succeeded in 0.5s")
                .contains("Run 5 of clicks: SUCCESS in 1.2s")
                .doesNotContain("no such column")
                .doesNotContain("bronze.a");
    }

    @Test
    void exitStatusSaysHowTheRepairEnded() {
        server.on(EVENTS, events("FAILED"));
        assertThat(server.run("repair", "5", "--quiet")).isEqualTo(1);
        server.on(EVENTS, events("CANCELED"));
        assertThat(server.run("repair", "5", "--quiet")).isEqualTo(130);
    }

    @Test
    void tasksParametersAndTheLatestRepairAreSent() {
        server.on(RUN, """
                {"run_id":5,"job_id":1,"run_name":"clicks",
                 "repair_history":[{"type":"ORIGINAL"},{"type":"REPAIR","id":9},{"type":"REPAIR","id":12}]}""");

        assertThat(server.run("repair", "5", "--task", "a", "--task", "b", "--dependents", "--param", "day=x"))
                .isZero();
        assertThat(server.bodies.get(0).toString())
                .isEqualTo("{\"run_id\":5,\"rerun_tasks\":[\"a\",\"b\"],\"rerun_dependent_tasks\":true,"
                        + "\"job_parameters\":{\"day\":\"x\"},\"latest_repair_id\":12}");
    }

    @Test
    void aParameterTheJobDoesNotHaveIsRefused() {
        assertThat(server.run("repair", "5", "--param", "dya=x")).isEqualTo(2);
        assertThat(server.err()).isEqualTo("leat: Job clicks has no parameter dya. It has day.\n");
        assertThat(server.bodies).isEmpty();
    }

    @Test
    void jsonIsOneEventOfTheRepairALineAndLastTheRun() {
        server.on("GET /api/2.2/jobs/runs/get?run_id=5", "{\"run_id\":5,\"tasks\":[]}");

        assertThat(server.run("repair", "5", "--json")).isZero();
        List<String> lines = server.out().lines().toList();
        assertThat(lines).hasSize(5).last().isEqualTo("{\"run_id\":5,\"tasks\":[]}");
        assertThat(lines.get(0)).contains("\"repair_id\":20");
    }

    /** The whole history of the run, as the control plane tells it to whoever asks from the start. */
    private static String events(String result) {
        List<String> events = List.of(
                "{\"seq\":1,\"at\":1000,\"type\":\"run\",\"run_name\":\"clicks\",\"state\":{\"life_cycle_state\":\"PENDING\"},\"tasks\":"
                        + TASKS + "}",
                "{\"seq\":2,\"at\":2000,\"type\":\"commit\",\"task_key\":\"a\",\"commit\":{\"table\":\"bronze.a\",\"version\":1,\"rows\":4}}",
                "{\"seq\":3,\"at\":2000,\"type\":\"task\",\"task_key\":\"a\",\"task_run_id\":6,\"attempt_number\":0,\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"SUCCESS\",\"start_time\":1000,\"end_time\":2000}",
                "{\"seq\":4,\"at\":3000,\"type\":\"task\",\"task_key\":\"b\",\"task_run_id\":7,\"attempt_number\":0,\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"FAILED\",\"state_message\":\"no such column\",\"start_time\":2000,\"end_time\":3000}",
                "{\"seq\":5,\"at\":3000,\"type\":\"run\",\"run_name\":\"clicks\",\"state\":{\"life_cycle_state\":\"INTERNAL_ERROR\",\"result_state\":\"FAILED\",\"state_message\":\"Task b failed.\"}}",
                "{\"seq\":6,\"at\":9000,\"type\":\"run\",\"repair_id\":20,\"run_name\":\"clicks\",\"state\":{\"life_cycle_state\":\"PENDING\"},\"tasks\":"
                        + TASKS + "}",
                "{\"seq\":7,\"at\":9500,\"type\":\"task\",\"task_key\":\"b\",\"task_run_id\":21,\"attempt_number\":1,\"life_cycle_state\":\"RUNNING\",\"start_time\":9500}",
                "{\"seq\":8,\"at\":10000,\"type\":\"task\",\"task_key\":\"b\",\"task_run_id\":21,\"attempt_number\":1,\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"SUCCESS\",\"start_time\":9500,\"end_time\":10000}",
                "{\"seq\":9,\"at\":10200,\"type\":\"run\",\"repair_id\":20,\"run_name\":\"clicks\",\"state\":{\"life_cycle_state\":\"TERMINATED\",\"result_state\":\"%s\"}}"
                        .formatted(result));
        return ":\n\n"
                + events.stream().map(event -> "id: 1\ndata: " + event + "\n\n").collect(Collectors.joining());
    }
}
