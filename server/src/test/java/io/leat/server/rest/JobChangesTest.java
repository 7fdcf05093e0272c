package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.LegacyParameters;
import io.leat.core.json.Json;
import io.leat.server.rest.JobsApi.JobView;
import io.leat.server.rest.JobsApi.RunNow;
import io.leat.server.rest.SavedJobsStandIn.Asked;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How requests that change jobs and start runs arrive behind the routes. */
class JobChangesTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void givenOneJob() {
        server = new TestServer(folder);
        server.jobs.jobs.add(new JobView(101, JobsStandIn.settings(), "me@example.com", 1));
    }

    @AfterEach
    void closeIt() {
        server.close();
    }

    @Test
    void aJobIsCreatedWithoutItsRights() {
        JsonNode answer = posted("2.1/jobs/create", """
                {"name": "n", "tasks": [], "unknown": 1, "access_control_list": [{"user_name": "u"}]}""");

        assertThat(answer.path("job_id").asLong()).isEqualTo(102);
        assertThat(settings())
                .isEqualTo(Json.read("{\"name\": \"n\", \"tasks\": [], \"unknown\": 1}", ObjectNode.class));
    }

    @Test
    void runsQueueByDefaultInTheNewestVersionOnly() {
        posted("2.2/jobs/create", "{\"name\": \"n\"}");
        assertThat(settings().path("queue").path("enabled").asBoolean()).isTrue();

        posted("2.2/jobs/create", "{\"queue\": {\"enabled\": false}}");
        assertThat(settings().path("queue").path("enabled").asBoolean(true)).isFalse();

        posted("2.1/jobs/create", "{\"name\": \"n\"}");
        assertThat(settings().has("queue")).isFalse();

        posted("2.2/jobs/reset", "{\"job_id\": 101, \"new_settings\": {}}");
        assertThat(settings().path("queue").path("enabled").asBoolean()).isTrue();
    }

    @Test
    void theOldFormOfAJobBecomesOneTask() {
        posted("2.0/jobs/create", """
                {"name": "old", "timeout_seconds": 9, "max_retries": 2, "notebook_task": {"notebook_path": "/n"}}""");

        assertThat(settings()).isEqualTo(Json.read("""
                {"name": "old", "timeout_seconds": 9,
                 "tasks": [{"task_key": "main_task", "max_retries": 2, "notebook_task": {"notebook_path": "/n"}}]}""", ObjectNode.class));
    }

    @Test
    void changesAndDeletionsArrive() {
        posted("2.2/jobs/update", """
                {"job_id": "101", "new_settings": {"name": "x"}, "fields_to_remove": ["tags", "tasks/b"]}""");
        assertThat(server.savedJobs.last())
                .isEqualTo(new Asked("update", 101L, Json.object().put("name", "x"), List.of("tags", "tasks/b")));

        posted("2.2/jobs/delete", "{\"job_id\": 101}");
        assertThat(server.savedJobs.last()).isEqualTo(new Asked("delete", 101L, null, null));
        assertThat(refused("2.2/jobs/reset", "{\"new_settings\": {}}")).contains("job_id is missing");
    }

    @Test
    void aRunWithoutAJobIsNamedAsItsOnlyTaskInTheOldForm() {
        JsonNode answer = posted("2.2/jobs/runs/submit", """
                {"run_name": "my run", "idempotency_token": "t", "libraries": [],
                 "spark_python_task": {"python_file": "/a.py"}}""");

        assertThat(answer.path("run_id").asLong()).isEqualTo(6002);
        assertThat(server.savedJobs.last().more()).isEqualTo("t");
        assertThat(settings()).isEqualTo(Json.read("""
                {"name": "my run",
                 "tasks": [{"task_key": "my run", "libraries": [], "spark_python_task": {"python_file": "/a.py"}}]}""", ObjectNode.class));

        posted("2.2/jobs/runs/submit", "{\"tasks\": [{\"task_key\": \"a\"}]}");
        assertThat(settings().path("name").asText()).isEqualTo("Untitled");
        assertThat(settings().path("tasks")).hasSize(1);
    }

    @Test
    void allRunsOfAJobOrAllThatWaitAreCancelled() {
        posted("2.2/jobs/runs/cancel-all", "{\"job_id\": 101}");
        assertThat(server.savedJobs.last()).isEqualTo(new Asked("cancel-all", 101L, null, false));

        posted("2.2/jobs/runs/cancel-all", "{\"all_queued_runs\": true}");
        assertThat(server.savedJobs.last()).isEqualTo(new Asked("cancel-all", null, null, true));

        assertThat(refused("2.2/jobs/runs/cancel-all", "{}")).contains("job_id is missing");
    }

    @Test
    void whatARunIsAskedForWithArrives() {
        posted("2.2/jobs/run-now", """
                {"job_id": 101, "only": ["+a"], "queue": {"enabled": false}, "python_params": ["1"],
                 "notebook_params": {}, "jar_params": []}""");

        assertThat(server.jobs.started)
                .containsExactly(new RunNow(
                        101,
                        Map.of(),
                        null,
                        List.of("+a"),
                        LegacyParameters.of(Json.read("{\"python_params\": [\"1\"]}", ObjectNode.class)),
                        false));
    }

    @Test
    void parametersThatExcludeEachOtherAreRefused() {
        assertThat(refused("2.2/jobs/run-now", """
                {"job_id": 101, "job_parameters": {"d": "1"}, "notebook_params": {"d": "2"}}""")).contains("job_parameters and notebook_params exclude each other");
        assertThat(refused("2.2/jobs/run-now", """
                {"job_id": 101, "jar_params": ["1"], "notebook_params": {"d": "2"}}""")).contains("notebook_params and jar_params exclude each other");
        assertThat(refused(
                        "2.2/jobs/run-now",
                        "{\"job_id\": 101, \"idempotency_token\": \"%s\"}".formatted("t".repeat(65))))
                .contains("idempotency_token has 65 characters; it may have 64.");
        assertThat(server.jobs.started).isEmpty();
    }

    private ObjectNode settings() {
        return Objects.requireNonNull(server.savedJobs.last().settings());
    }

    private JsonNode posted(String path, String body) {
        HttpResponse<String> answer = server.post("/api/" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }

    private String refused(String path, String body) {
        HttpResponse<String> answer = server.post("/api/" + path, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }
}
