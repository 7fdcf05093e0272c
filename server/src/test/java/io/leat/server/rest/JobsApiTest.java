package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.RunType;
import io.leat.server.rest.JobsApi.Activity;
import io.leat.server.rest.JobsApi.JobView;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.rest.JobsApi.RunFilter;
import io.leat.server.rest.JobsApi.RunNow;
import io.leat.server.rest.RunView.State;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsApiTest {
    private static final State RUNNING = new State(LifeCycleState.RUNNING, null, null, "", false);

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void givenOneJob() {
        server = new TestServer(folder);
        server.jobs.jobs.add(new JobView(101, JobsStandIn.settings(), "me@example.com", 1_790_000_000_000L));
    }

    @AfterEach
    void closeIt() {
        server.close();
    }

    @Test
    void aJobCarriesItsSettingsAndWhatClientsRelyOn() {
        JsonNode job = server.json("/api/2.2/jobs/get?job_id=101");

        assertThat(job.path("creator_user_name").asText()).isEqualTo("me@example.com");
        assertThat(job.path("settings").path("format").asText()).isEqualTo("MULTI_TASK");
        assertThat(job.path("settings").path("tasks")).hasSize(2);
        assertThat(job.has("next_page_token")).isFalse();
    }

    @Test
    void aLongJobComesInPages() {
        ObjectNode settings = JobsStandIn.settings();
        ArrayNode tasks = settings.putArray("tasks");
        for (int i = 0; i < 250; i++) {
            tasks.addObject().put("task_key", "t" + i);
        }

        server.jobs.jobs.set(0, new JobView(101, settings, "me", 1));

        JsonNode first = server.json("/api/2.2/jobs/get?job_id=101");
        JsonNode last = server.json("/api/2.2/jobs/get?job_id=101&page_token=200");

        assertThat(first.path("settings").path("tasks")).hasSize(100);
        assertThat(first.path("settings").path("job_clusters").isArray()).isTrue();
        assertThat(first.path("next_page_token").asText()).isEqualTo("100");
        assertThat(last.path("settings").path("tasks")).hasSize(50);
        assertThat(last.has("next_page_token")).isFalse();
    }

    @Test
    void listsLeaveTasksOutUnlessAsked() {
        JsonNode plain = server.json("/api/2.2/jobs/list?name=NIGHTLY");
        JsonNode expanded = server.json("/api/2.2/jobs/list?expand_tasks=true");

        assertThat(plain.path("jobs").path(0).path("settings").has("tasks")).isFalse();
        assertThat(plain.path("jobs").path(0).path("settings").path("name").asText())
                .isEqualTo("nightly");
        assertThat(expanded.path("jobs").path(0).path("settings").path("tasks")).hasSize(2);
        assertThat(server.json("/api/2.2/jobs/list?name=other").has("jobs")).isFalse();
    }

    @Test
    void runNowTakesWhatAirflowSends() {
        HttpResponse<String> answer = server.post("/api/2.1/jobs/run-now", """
                {"job_id": "101", "job_parameters": {"d": "z"}, "idempotency_token": "t", "jar_params": [],
                 "notebook_params": {}, "python_params": [], "spark_submit_params": []}""");

        assertThat(answer.body()).isEqualTo("{\"run_id\":6001,\"number_in_job\":6001}");
        assertThat(server.jobs.started).containsExactly(new RunNow(101, Map.of("d", "z"), "t"));
    }

    @Test
    void repairTakesWhatAirflowSends() {
        HttpResponse<String> answer = server.post("/api/2.1/jobs/runs/repair", """
                {"run_id": 5001, "rerun_tasks": ["a", "b"], "latest_repair_id": null, "overriding_parameters": {},
                 "rerun_dependent_tasks": true, "job_parameters": {"d": "z"}}""");

        assertThat(answer.body()).isEqualTo("{\"repair_id\":7001}");
        RepairChoice choice = RepairChoice.of(Set.of("a", "b")).withDependents();
        assertThat(server.jobs.repaired).containsExactly(new RepairRun(5001, choice, Map.of("d", "z"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"run_id\": 5001}",
                "{\"run_id\": 5001, \"rerun_tasks\": []}",
                "{\"run_id\": 5001, \"rerun_tasks\": [\"a\"], \"rerun_all_failed_tasks\": true}"
            })
    void repairNeedsOneChoiceOfTasks(String body) {
        HttpResponse<String> answer = server.post("/api/2.2/jobs/runs/repair", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("INVALID_PARAMETER_VALUE")
                .contains("Either rerun_tasks or rerun_all_failed_tasks must say what to run again, and not both.");
    }

    @Test
    void aRunMayBeOfSomeTasksAndMayWait() {
        HttpResponse<String> answer = server.post(
                "/api/2.1/jobs/run-now", "{\"job_id\": 101, \"only\": [\"+a\"], \"queue\": {\"enabled\": true}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.jobs.started.get(0).only()).containsExactly("+a");
        assertThat(server.jobs.started.get(0).queue()).isTrue();
    }

    @Test
    void oldParametersAndJobParametersExcludeEachOther() {
        HttpResponse<String> answer = server.post(
                "/api/2.1/jobs/run-now",
                "{\"job_id\": 101, \"job_parameters\": {\"a\": \"1\"}, \"python_params\": [\"2\"]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_PARAMETER_VALUE", "python_params");
        assertThat(server.jobs.started).isEmpty();
    }

    @Test
    void everyRunIsListedOnceAcrossPages() {
        for (int i = 0; i < 65; i++) {
            server.jobs.runs.add(JobsStandIn.run(9000 - i, RUNNING, 5_000_000 - i / 10, 0, List.of()));
        }

        List<Long> seen = new ArrayList<>();
        String token = "";
        int pages = 0;
        while (token != null) {
            JsonNode page = server.json("/api/2.2/jobs/runs/list?limit=20&page_token=" + token);
            StreamSupport.stream(page.path("runs").spliterator(), false)
                    .forEach(run -> seen.add(run.path("run_id").asLong()));
            token = page.has("next_page_token") ? page.path("next_page_token").asText() : null;
            assertThat(page.path("has_more").asBoolean()).isEqualTo(token != null);
            pages++;
        }

        assertThat(pages).isEqualTo(4);
        assertThat(seen).hasSize(65).doesNotHaveDuplicates();
    }

    @Test
    void filtersReachTheEngine() {
        server.json("/api/2.2/jobs/runs/list?active_only=True&job_id=101&start_time_from=5&start_time_to=9&limit=0");

        assertThat(server.jobs.filters)
                .containsExactly(new RunFilter(101L, null, Activity.ACTIVE, 5L, 9L, null, 0, 27));
        assertThat(server.get("/api/2.2/jobs/runs/list?active_only=true&completed_only=true")
                        .body())
                .contains("active_only and completed_only cannot both be true.");
        server.json("/api/2.2/jobs/runs/list?run_type=SUBMIT_RUN");
        assertThat(server.jobs.filters.get(1).type()).isEqualTo(RunType.SUBMIT_RUN);
        assertThat(server.get("/api/2.2/jobs/runs/list?run_type=SUBMITTED").body())
                .contains("run_type must be one of [JOB_RUN, SUBMIT_RUN, WORKFLOW_RUN], not 'SUBMITTED'.");
    }

    @Test
    void aTaskRunIdGivesItsRun() {
        server.jobs.runs.add(JobsStandIn.failedRun());

        JsonNode run = server.json("/api/2.2/jobs/runs/get?run_id=5002");

        assertThat(run.path("run_id").asLong()).isEqualTo(5002);
        assertThat(run.path("job_run_id").asLong()).isEqualTo(5001);
        assertThat(run.path("state").path("life_cycle_state").asText()).isEqualTo("TERMINATED");
        assertThat(run.path("execution_duration").asLong()).isEqualTo(6000);
        assertThat(run.path("tasks")).hasSize(1);
    }

    @Test
    void outputIsGivenForOneTaskRun() {
        server.jobs.runs.add(JobsStandIn.failedRun());

        JsonNode output = server.json("/api/2.2/jobs/runs/get-output?run_id=5002");

        assertThat(output.path("error").asText()).isEqualTo("It broke.");
        assertThat(output.path("logs").asText()).isEqualTo("line one\n");
        assertThat(output.path("logs_truncated").asBoolean()).isTrue();
        assertThat(output.path("metadata").path("run_id").asLong()).isEqualTo(5002);
        assertThat(server.get("/api/2.2/jobs/runs/get-output?run_id=5001").body())
                .contains("Retrieving the output of runs with multiple tasks is not supported.");
    }
}
