package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.TerminationCode;
import io.leat.server.rest.RunView.RepairView;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.TaskRunView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunProjectionTest {
    private static final RunProjection PROJECTION = new RunProjection("http://127.0.0.1:8080");
    private static final State RUNNING = new State(LifeCycleState.RUNNING, null, null, "", false);

    @Test
    void aFailedRunHasTheGoldenShape() throws IOException {
        ObjectNode json = PROJECTION.run(JobsStandIn.failedRun(), Slice.FIRST);
        PROJECTION.addHistory(json, JobsStandIn.failedRun());

        assertThat(reparsed(json)).isEqualTo(golden("failed-run.json"));
    }

    @Test
    void everyExecutionOfARepairedRunHasItsPlaceInTheHistory() {
        State failed = new State(LifeCycleState.INTERNAL_ERROR, ResultState.FAILED, null, "no.", false);
        State good = new State(LifeCycleState.TERMINATED, ResultState.SUCCESS, null, "", false);
        RunView once = JobsStandIn.run(
                1,
                good,
                100,
                900,
                List.of(task(2, "a", 0, good, 150), task(3, "b", 0, failed, 200), task(6, "b", 1, good, 890)));
        RunView run = new RunView(
                once.jobId(),
                once.runId(),
                once.runName(),
                once.settings(),
                once.parameters(),
                once.creatorUserName(),
                once.type(),
                once.trigger(),
                once.state(),
                once.startTime(),
                once.endTime(),
                once.queueDuration(),
                once.tasks(),
                List.of(new RepairView(5, 800, failed, 200)));
        ObjectNode json = PROJECTION.run(run, Slice.FIRST);
        PROJECTION.addHistory(json, run);

        assertThat(json.path("run_duration").asLong()).isEqualTo(200);
        JsonNode original = json.path("repair_history").path(0);
        assertThat(original.path("type").asText()).isEqualTo("ORIGINAL");
        assertThat(original.has("id")).isFalse();
        assertThat(original.path("end_time").asLong()).isEqualTo(200);
        assertThat(original.path("state").path("result_state").asText()).isEqualTo("FAILED");
        assertThat(original.path("task_run_ids").toString()).isEqualTo("[2,3]");
        JsonNode repair = json.path("repair_history").path(1);
        assertThat(repair.path("type").asText()).isEqualTo("REPAIR");
        assertThat(repair.path("id").asLong()).isEqualTo(5);
        assertThat(repair.path("start_time").asLong()).isEqualTo(800);
        assertThat(repair.path("state").path("result_state").asText()).isEqualTo("SUCCESS");
        assertThat(repair.path("task_run_ids").toString()).isEqualTo("[6]");
    }

    @Test
    void aQueuedRunSaysWhatItWaitsFor() {
        State queued = new State(LifeCycleState.QUEUED, null, null, "", false);

        ObjectNode json = PROJECTION.run(JobsStandIn.run(1, queued, 0, 0, List.of()), Slice.FIRST);

        assertThat(json.path("state")).isEqualTo(Json.read("""
                {"life_cycle_state": "QUEUED", "state_message": "", "user_cancelled_or_timedout": false,
                 "queue_reason": "Queued due to reaching maximum concurrent runs of 1."}""", JsonNode.class));
        assertThat(json.path("status").path("queue_details").path("code").asText())
                .isEqualTo("MAX_CONCURRENT_RUNS_REACHED");
    }

    @Test
    void aRunningRunHasNoResultAndNoEnd() {
        ObjectNode json = PROJECTION.run(JobsStandIn.run(1, RUNNING, 5, 0, List.of()), Slice.FIRST);

        assertThat(json.path("state").has("result_state")).isFalse();
        assertThat(json.path("status").has("termination_details")).isFalse();
        assertThat(json.path("end_time").asLong(-1)).isZero();
        assertThat(json.path("run_duration").asLong(-1)).isZero();
    }

    @Test
    void aWaitForARetryHasItsOwnNewName() {
        State waiting = new State(LifeCycleState.WAITING_FOR_RETRY, ResultState.FAILED, null, "no", false);

        assertThat(StateProjection.status(waiting).toString()).isEqualTo("{\"state\":\"WAITING\"}");
        assertThat(StateProjection.state(waiting).has("result_state")).isFalse();
    }

    @Test
    void theTaskThatFailedFirstIsNamedAndRetriedTasksCountByTheirLastTry() {
        State failed = new State(LifeCycleState.TERMINATED, ResultState.FAILED, null, "boom.", false);
        State good = new State(LifeCycleState.TERMINATED, ResultState.SUCCESS, null, "", false);
        RunView run = JobsStandIn.run(
                1,
                new State(LifeCycleState.TERMINATED, ResultState.FAILED, null, "", false),
                1,
                9,
                List.of(task(2, "a", 0, failed, 2), task(3, "b", 0, failed, 6), task(4, "a", 1, good, 5)));

        assertThat(StateProjection.ofJobRun(run).message()).isEqualTo("Task b failed with message: boom.");
        assertThat(StateProjection.ofJobRun(run).lifeCycle()).isEqualTo(LifeCycleState.INTERNAL_ERROR);
    }

    @ParameterizedTest
    @EnumSource(ResultState.class)
    void everyResultHasACode(ResultState result) {
        State state = new State(LifeCycleState.TERMINATED, result, null, "m", true);

        JsonNode details = StateProjection.status(state).path("termination_details");

        assertThat(TerminationCode.valueOf(details.path("code").asText()).type().name())
                .isEqualTo(details.path("type").asText());
    }

    @Test
    void aLargeRunComesInPagesOfTaskRuns() {
        List<TaskRunView> tasks = IntStream.range(0, 205)
                .mapToObj(i -> task(10 + i, "t" + i, 0, RUNNING, 0))
                .toList();
        RunView run = JobsStandIn.run(1, RUNNING, 5, 0, tasks);

        ObjectNode first = PROJECTION.run(run, Slice.FIRST);
        ObjectNode last = PROJECTION.run(run, Slice.of("200"));

        assertThat(first.path("tasks")).hasSize(100);
        assertThat(first.path("next_page_token").asText()).isEqualTo("100");
        assertThat(last.path("tasks")).hasSize(5);
        assertThat(last.has("next_page_token")).isFalse();
        assertThat(PROJECTION.summaryWithTasks(run).path("has_more").asBoolean())
                .isTrue();
    }

    private static TaskRunView task(long runId, String key, int attempt, State state, long end) {
        return new TaskRunView(runId, key, attempt, state, 1, end, 0, 0, null, null, null);
    }

    private static JsonNode reparsed(ObjectNode json) {
        return Json.read(Json.write(json), JsonNode.class);
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = RunProjectionTest.class.getResourceAsStream(name)) {
            return Json.read(
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8), JsonNode.class);
        }
    }
}
