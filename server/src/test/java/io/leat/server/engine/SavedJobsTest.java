package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.RunType;
import io.leat.server.rest.JobsApi.Activity;
import io.leat.server.rest.JobsApi.RunFilter;
import io.leat.server.rest.JobsApi.RunNow;
import io.leat.server.rest.RunView;
import io.leat.server.rest.SavedJobsApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedJobsTest {
    private static final String ONE = "{\"name\": \"one\", \"tasks\": [%s]}".formatted(task("a"));

    @TempDir
    Path folder;

    private GivenEngine given;
    private SavedJobsApi jobs;

    @BeforeEach
    void givenAnEngine() {
        given = new GivenEngine(folder);
        jobs = given.engine().savedJobs();
    }

    @AfterEach
    void closeIt() {
        given.close();
    }

    private static String task(String key) {
        return "{\"task_key\": \"%s\", \"spark_jar_task\": {\"main_class_name\": \"M\"}}".formatted(key);
    }

    @Test
    void jobsOfOneNameAreSeveral() {
        long first = jobs.create(json(ONE));
        long second = jobs.create(json(ONE));

        assertThat(second).isNotEqualTo(first);
        given.restart();
        assertThat(settings(first)).isEqualTo(json(ONE));
        assertThat(settings(second)).isEqualTo(json(ONE));
    }

    @Test
    void aJobOfAFileIsAnotherThanOneOfTheApiWithItsName() {
        long api = jobs.create(json("{\"name\": \"one\"}"));
        long run = given.run("""
                name: one
                tasks:
                  - {task_key: a, persist_task: {input: bronze.a, target: gold.a}}
                """);

        assertThat(given.view(run).jobId()).isNotEqualTo(api);
        assertThat(settings(api).has("tasks")).isFalse();
    }

    @Test
    void settingsAreReplacedAndChanged() {
        long job = jobs.create(json(ONE));

        jobs.reset(job, json("{\"name\": \"two\", \"tasks\": [%s]}".formatted(task("b"))));
        jobs.update(job, json("{\"timeout_seconds\": 7, \"tasks\": [%s]}".formatted(task("c"))), List.of("name"));

        assertThat(settings(job))
                .isEqualTo(json("{\"tasks\": [%s, %s], \"timeout_seconds\": 7}".formatted(task("b"), task("c"))));
    }

    @Test
    void whatMakesNoSenseIsRefusedAndChangesNothing() {
        long job = jobs.create(json(ONE));
        String circle = """
                {"tasks": [{"task_key": "a", "depends_on": [{"task_key": "b"}], "spark_jar_task": {}},
                           {"task_key": "b", "depends_on": [{"task_key": "a"}], "spark_jar_task": {}}]}""";

        assertThatThrownBy(() -> jobs.create(json(circle))).hasMessageContaining("in a circle");
        assertThatThrownBy(() -> jobs.reset(job, json(circle))).hasMessageContaining("in a circle");
        assertThatThrownBy(() -> jobs.update(
                        job,
                        json(
                                "{\"tasks\": [{\"task_key\": \"b\", \"depends_on\": [{\"task_key\": \"x\"}], \"spark_jar_task\": {}}]}"),
                        List.of()))
                .hasMessageContaining("tasks[1].depends_on[0].task_key: b depends on x");
        assertThatThrownBy(() -> jobs.reset(99, json(ONE))).hasMessage("Job 99 does not exist.");
        assertThat(settings(job)).isEqualTo(json(ONE));
    }

    @Test
    void aDeletedJobIsGoneAndItsRunsStay() {
        long job = jobs.create(json(ONE));
        long run = given.engine().jobs().runNow(new RunNow(job, Map.of(), null));

        jobs.delete(job);

        assertThat(given.engine().jobs().findJob(job)).isEmpty();
        assertThat(given.view(run).jobId()).isEqualTo(job);
        assertThatThrownBy(() -> jobs.delete(job)).hasMessage("Job %d does not exist.".formatted(job));
    }

    @Test
    void aRunWithoutASavedJobIsStartedOncePerToken() {
        long run = jobs.submit(json(ONE), "t");

        assertThat(jobs.submit(json(ONE), "t")).isEqualTo(run);
        assertThat(jobs.submit(json(ONE), null)).isNotEqualTo(run);
        assertThat(given.view(run).runName()).isEqualTo("one");
        assertThat(given.view(run).type()).isEqualTo(RunType.SUBMIT_RUN);
        long saved = given.engine().jobs().runNow(new RunNow(jobs.create(json(ONE)), Map.of(), null));
        assertThat(runs(RunType.SUBMIT_RUN)).contains(run).doesNotContain(saved);
        assertThat(runs(RunType.JOB_RUN)).containsExactly(saved);
        assertThat(given.engine().jobs().findJob(given.view(run).jobId())).isEmpty();
    }

    private List<Long> runs(RunType type) {
        return given.engine().jobs().runs(new RunFilter(null, type, Activity.ANY, null, null, null, 0, 10)).stream()
                .map(RunView::runId)
                .toList();
    }

    @Test
    void theRunsOfAJobAreCancelledTogether() {
        long job = jobs.create(json("{\"max_concurrent_runs\": 5, \"tasks\": [%s]}".formatted(task("a"))));
        long other = given.engine().jobs().runNow(new RunNow(jobs.create(json(ONE)), Map.of(), null));
        long first = given.engine().jobs().runNow(new RunNow(job, Map.of(), null));
        long second = given.engine().jobs().runNow(new RunNow(job, Map.of(), null));

        jobs.cancelAll(job, false);

        assertThat(given.view(first).state().lifeCycle()).isEqualTo(LifeCycleState.TERMINATED);
        assertThat(given.view(second).state().lifeCycle()).isEqualTo(LifeCycleState.TERMINATED);
        assertThat(given.view(other).state().lifeCycle()).isEqualTo(LifeCycleState.PENDING);
    }

    private ObjectNode settings(long jobId) {
        return given.engine().jobs().findJob(jobId).orElseThrow().settings();
    }

    private static ObjectNode json(String text) {
        return Json.read(text, ObjectNode.class);
    }
}
