package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Minted;
import io.leat.core.error.LeatException;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.rest.FilesApi.Started;
import io.leat.server.rest.RunFeedApi.RunEvent;
import io.leat.server.rest.RunFeedApi.Subscription;
import io.leat.server.rest.RunView;
import io.leat.server.rest.RunView.TaskRunView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final SourceFile FILE = new SourceFile("/data/a.json", 10, 20, "sha256:00");
    private static final String TWO = """
            name: two
            tasks:
              - task_key: first
                max_retries: 1
                ingest_task: {source: {format: json, path: data}, target: bronze.clicks}
              - task_key: second
                depends_on: [{task_key: first}]
                persist_task: {input: bronze.clicks, target: gold.clicks, where: "day = '{{job.parameters.day}}'"}
            parameters: [{name: day, default: "2026-01-01"}]
            """;

    @TempDir
    private Path folder;

    private GivenEngine given;

    @BeforeEach
    void givenAnEngine() {
        given = new GivenEngine(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void aRunGoesThroughItsTasksInOneDriver() {
        List<RunEvent> events = new CopyOnWriteArrayList<>();
        long runId = given.run(TWO);
        PlayedDriver driver = given.driver(0);
        try (Subscription watching = given.engine().runFeed().subscribe(runId, 0, events::add)) {
            assertThat(watching).isNotNull();
            Assignment first = driver.take();
            assertThat(first.taskKey()).isEqualTo("first");
            assertThat(first.baseDir()).isEqualTo("/project");
            driver.finish(first, Outcome.SUCCESS, "");
            Assignment second = driver.take();
            assertThat(second.body().path("where").asText())
                    .doesNotContain("2026")
                    .contains(":leat_");
            assertThat(second.arguments()).containsValue("2026-01-01");
            driver.finish(second, Outcome.SUCCESS, "");
        }

        RunView view = given.view(runId);
        assertThat(view.state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(given.launcher.started).hasSize(1);
        assertThat(events).extracting(RunEvent::seq).doesNotHaveDuplicates().isSorted();
        assertThat(events.get(events.size() - 1).end()).isTrue();
    }

    @Test
    void aLostAnswerIsGivenAgainAndReportsCountOnce() {
        long runId = given.run(TWO);
        PlayedDriver driver = given.driver(0);
        assertThat(driver.poll().run()).hasSize(1);
        Assignment first = driver.take();
        driver.finish(first, Outcome.SUCCESS, "");
        assertThat(driver.sendAgain()).isEqualTo(2);
        driver.finish(driver.take(), Outcome.SUCCESS, "");

        assertThat(given.view(runId).tasks()).hasSize(2);
        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aRetryGetsTheBatchOfTheFirstAttemptWithItsManifest() {
        given.run(TWO);
        PlayedDriver driver = given.driver(0);
        Assignment first = driver.take();
        Minted minted = driver.mint(first, WriteMode.APPEND, FILE);
        driver.finish(first, Outcome.FAILED, "no");

        Assignment retry = driver.take();
        assertThat(retry.attemptNumber()).isEqualTo(1);
        assertThat(retry.batches()).containsExactly(minted.batch());
        SourceFile other = new SourceFile("/data/b.json", 1, 2, "sha256:01");
        assertThat(driver.mint(retry, WriteMode.APPEND, FILE, other).batch()).isEqualTo(minted.batch());
    }

    @Test
    void aNewRunSettlesWhatAnEarlierOneLeftOpen() {
        long lost = given.run(TWO);
        PlayedDriver driver = given.driver(0);
        Assignment first = driver.take();
        Minted minted = driver.mint(first, WriteMode.APPEND, FILE);
        given.engine().jobs().cancel(lost);
        assertThat(driver.poll().cancel()).containsExactly(first.taskRunId());
        driver.finish(first, Outcome.CANCELED, "");
        assertThat(given.view(lost).state().result()).isEqualTo(ResultState.CANCELED);

        given.run(TWO);
        Assignment anew = driver.take();
        assertThat(anew.settle()).containsExactly(minted.batch());
        assertThat(anew.batches()).isEmpty();
        driver.settledAsCommitted(anew, minted.batch().batchId(), 1);
        assertThat(driver.list(anew, FILE).known()).isEqualTo(1);
    }

    @Test
    void aCancelledTaskMintsNothing() {
        long runId = given.run(TWO);
        PlayedDriver driver = given.driver(0);
        Assignment first = driver.take();
        given.engine().jobs().cancel(runId);

        assertThatThrownBy(() -> driver.mint(first, WriteMode.APPEND, FILE))
                .isInstanceOf(LeatException.class)
                .hasMessage("Task run %d is not this driver's any more (fence %d)."
                        .formatted(first.taskRunId(), first.fence()));
    }

    @Test
    void aTaskThatDoesNotObeyTakesItsDriverWithItAndNoOther() {
        long stubborn = given.run(TWO);
        long innocent = given.run(TWO.replace("name: two", "name: other"));
        PlayedDriver driver = given.driver(0);
        List<Assignment> both = driver.poll().run();
        both.forEach(driver::accept);
        given.engine().jobs().cancel(stubborn);

        GivenEngine.await(() -> given.view(stubborn).state().lifeCycle().isTerminal());
        assertThat(given.view(stubborn).state().result()).isEqualTo(ResultState.CANCELED);
        assertThat(given.launcher.started.get(0).isAlive()).isFalse();
        GivenEngine.await(() -> given.launcher.started.size() == 2);
        PlayedDriver other = given.driver(1);
        Assignment again = other.take();
        assertThat(again.runId()).isEqualTo(innocent);
        assertThat(again.attemptNumber()).isEqualTo(1);
        other.finish(again, Outcome.FAILED, "its own fault");
        assertThat(other.take().attemptNumber()).isEqualTo(2);
    }

    @Test
    void aDriverThatDiesFailsItsTaskAndTheRetryGetsAnother() {
        long runId = given.run(TWO);
        Assignment first = given.driver(0).take();
        given.launcher.started.get(0).die(137);

        GivenEngine.await(() -> given.launcher.started.size() == 2);
        Assignment retry = given.driver(1).take();
        assertThat(retry.fence()).isGreaterThan(first.fence());
        TaskRunView lost = given.view(runId).tasks().get(0);
        assertThat(lost.state().lifeCycle()).isEqualTo(LifeCycleState.INTERNAL_ERROR);
        assertThat(lost.state().message()).contains("ended (exit status 137) while the task ran");
    }

    @Test
    void aDriverThatCannotStartIsToldWithTheEndOfItsLog() {
        long runId = given.run(TWO.replace("max_retries: 1", "max_retries: 0"));
        GivenEngine.await(() -> !given.launcher.started.isEmpty());
        given.launcher.started.get(0).die(1);

        GivenEngine.await(() -> given.view(runId).state().lifeCycle().isTerminal());
        assertThat(given.view(runId).state().message())
                .contains("Task first failed with message: No Spark driver could be started on local[2]")
                .contains("exit status 1");
    }

    @Test
    void aRestartDisturbsNothing() {
        long runId = given.run(TWO);
        PlayedDriver before = given.driver(0);
        Assignment first = before.take();
        given.restart();

        PlayedDriver after = new PlayedDriver(given.engine().agents(), before.driverId);
        after.holding.addAll(before.holding);
        after.sent.addAll(before.sent);
        after.sendAgain();
        PlayedDriver goingOn = given.again(before);
        goingOn.finish(first, Outcome.SUCCESS, "");
        goingOn.finish(goingOn.take(), Outcome.SUCCESS, "");

        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(given.view(runId).tasks()).hasSize(2);
        assertThat(given.launcher.started).hasSize(1);
    }

    @Test
    void aDriverThatDiedWhileTheControlPlaneWasAwayIsNoticed() {
        long runId = given.run(TWO);
        given.driver(0).take();
        given.close();
        given.launcher.started.get(0).die(137);
        given.open();

        GivenEngine.await(() -> given.view(runId).tasks().size() == 3);
        assertThat(given.view(runId).tasks().get(0).state().result()).isEqualTo(ResultState.FAILED);
    }

    @Test
    void aSecondRunOfTheSameJobIsSkippedWhileOneIsActive() {
        given.run(TWO);
        long second = given.run(TWO);

        assertThat(given.view(second).state().lifeCycle()).isEqualTo(LifeCycleState.SKIPPED);
        assertThat(given.view(second).state().message())
                .isEqualTo("Skipping this run because the limit of 1 maximum concurrent runs has been reached.");
    }

    @Test
    void aParameterTheJobDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> given.engine()
                        .files()
                        .run(new RunFile(
                                new JobFileText("/project/job.yaml", TWO), Map.of("dya", "x"), null, Map.of())))
                .isInstanceOf(LeatException.class)
                .hasMessage("Job two has no parameter dya. It has day.");
    }

    @Test
    void aFileWithMistakesStartsNothing() {
        Started refused = given.file("name: x\ntasks:\n  - task_key: a\n    ingest_tsk: {}\n");

        assertThat(refused.runId()).isZero();
        assertThat(refused.checked().problems()).isNotEmpty();
        assertThat(refused.checked().problems().get(0).line()).isPositive();
    }
}
