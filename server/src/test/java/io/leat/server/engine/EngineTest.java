package io.leat.server.engine;

import static io.leat.server.engine.PlayedDriver.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.HeldBatch.Kept;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TableLine.Rewind;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.Minted;
import io.leat.core.error.LeatException;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.value.Secrets;
import io.leat.server.GivenStore;
import io.leat.server.auth.DriverTokens;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.rest.FilesApi.Started;
import io.leat.server.rest.RunFeedApi.RunEvent;
import io.leat.server.rest.RunFeedApi.Subscription;
import io.leat.server.rest.RunView;
import io.leat.server.rest.RunView.TaskRunView;
import io.leat.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
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

    private final RecordingLauncher launcher = new RecordingLauncher();
    private final DriverTokens tokens = new DriverTokens();

    @TempDir
    private Path folder;

    private Workspace workspace;
    private Store store;
    private Engine engine;

    @BeforeEach
    void givenAnEngine() {
        workspace = new Workspace(folder.resolve("w")).create();
        open();
    }

    private void open() {
        store = GivenStore.open(workspace.database());
        Settings settings =
                new Settings(Duration.ofMinutes(15), "local[2]", 1_024, 2_048, "", false, Duration.ofMinutes(1), 2_000);
        engine = new Engine.Builder(
                        store, workspace, settings, launcher, tokens, Secrets.NONE, System::currentTimeMillis)
                .start();
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    @Test
    void aRunGoesThroughItsTasksInOneDriver() {
        List<RunEvent> events = new CopyOnWriteArrayList<>();
        long runId = run(TWO).runId();
        PlayedDriver driver = driver(0);
        try (Subscription watching = engine.runFeed().subscribe(runId, 0, events::add)) {
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

        RunView view = view(runId);
        assertThat(view.state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(launcher.started).hasSize(1);
        assertThat(events).extracting(RunEvent::seq).doesNotHaveDuplicates().isSorted();
        assertThat(events.get(events.size() - 1).end()).isTrue();
    }

    @Test
    void aLostAnswerIsGivenAgainAndReportsCountOnce() {
        long runId = run(TWO).runId();
        PlayedDriver driver = driver(0);
        assertThat(driver.poll().run()).hasSize(1);
        Assignment first = driver.take();
        driver.finish(first, Outcome.SUCCESS, "");
        assertThat(driver.sendAgain()).isEqualTo(2);
        driver.finish(driver.take(), Outcome.SUCCESS, "");

        assertThat(view(runId).tasks()).hasSize(2);
        assertThat(view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aRetryGetsTheBatchOfTheFirstAttemptWithItsManifest() {
        run(TWO);
        PlayedDriver driver = driver(0);
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
    void aFileIsKnownOnceItsBatchIsCommitted() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        assertThat(driver.list(first, FILE).fresh()).containsExactly(FILE);
        Minted minted = driver.mint(first, WriteMode.APPEND, FILE);
        assertThat(driver.list(first, FILE).fresh()).containsExactly(FILE);
        driver.commit(first, minted.batch().batchId(), 1);

        SourceFile grown = new SourceFile("/data/a.json", 11, 25, null);
        assertThat(driver.list(first, FILE)).isEqualTo(answer(1, 0, -1));
        assertThat(driver.list(first, grown)).isEqualTo(answered(List.of(), List.of(FILE), 0, 0, -1));
    }

    private static ListingAnswer answer(long known, long lost, long through) {
        return answered(known == 1 ? List.of() : List.of(FILE), List.of(), known, lost, through);
    }

    private static ListingAnswer answered(
            List<SourceFile> fresh, List<SourceFile> touched, long known, long lost, long through) {
        return new ListingAnswer(fresh, touched, known, lost, through, List.of(), List.of());
    }

    @Test
    void aFileIsHeldByTheTableItWasReadInto() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        Minted minted = driver.mint(first, WriteMode.APPEND, FILE);
        driver.commit(first, minted.batch().batchId(), 1);

        assertThat(driver.listWithoutTable(first, FILE)).isEqualTo(answer(0, 1, -1));
        assertThat(driver.list(first, at("another", 1), FILE)).isEqualTo(answer(0, 1, -1));
        assertThat(driver.list(first, at("t1", 0), FILE)).isEqualTo(answer(0, 1, -1));
        assertThat(driver.list(first, at("t1", 7), FILE)).isEqualTo(answer(1, 0, -1));
    }

    @Test
    void anotherJobFindsTheSameFilesHeld() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        driver.commit(first, driver.mint(first, WriteMode.APPEND, FILE).batch().batchId(), 1);
        run(TWO.replace("name: two", "name: renamed"));
        Assignment renamed = driver.take();

        assertThat(renamed.jobId()).isNotEqualTo(first.jobId());
        assertThat(driver.list(renamed, FILE)).isEqualTo(answer(1, 0, -1));
    }

    @Test
    void aLogIsToldOnceAndThenMovesWithCommits() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        assertThat(driver.read(first, new LogPart(at("t1", 3), 0, List.of(), List.of())))
                .isEmpty();
        assertThat(driver.list(first, at("t1", 3), FILE)).isEqualTo(answer(0, 0, 3));
        Minted minted = driver.mint(first, WriteMode.APPEND, FILE);
        driver.commit(first, minted.batch().batchId(), 4);

        assertThat(driver.list(first, at("t1", 4), FILE)).isEqualTo(answer(1, 0, 4));
    }

    /** Somebody else's commit lies between. */
    @Test
    void aCommitThatDoesNotFollowLeavesTheLogToBeRead() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        driver.read(first, new LogPart(at("t1", 3), 0, List.of(), List.of()));
        driver.commit(first, driver.mint(first, WriteMode.APPEND, FILE).batch().batchId(), 5);

        assertThat(driver.list(first, at("t1", 5), FILE)).isEqualTo(answer(1, 0, 3));
    }

    @Test
    void filesOfABatchThatAnotherStateMintedCountOnceTheyAreTold() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        HeldBatch found = new HeldBatch(1, "found", "hash", null);
        LogPart part = new LogPart(at("t1", 1), 0, List.of(found), List.of());
        assertThat(driver.read(first, part)).containsExactly(found);
        assertThat(driver.list(first, FILE)).isEqualTo(answer(0, 0, -1));

        Kept kept = new Kept(WriteMode.APPEND, List.of(FILE));
        assertThat(driver.read(first, part.with(List.of(found.with(kept))))).isEmpty();
        assertThat(driver.list(first, FILE)).isEqualTo(answer(1, 0, 1));
    }

    @Test
    void aRestoreGivesFilesBackAndARestoreForwardTakesThemAgain() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        HeldBatch held = new HeldBatch(1, "found", "hash", new Kept(WriteMode.APPEND, List.of(FILE)));
        driver.read(first, new LogPart(at("t1", 1), 0, List.of(held), List.of()));
        driver.read(first, new LogPart(at("t1", 2), 2, List.of(), List.of(new Rewind(2, 0))));
        assertThat(driver.list(first, at("t1", 2), FILE)).isEqualTo(answer(0, 1, 2));

        driver.read(first, new LogPart(at("t1", 3), 3, List.of(), List.of(new Rewind(3, 1))));
        assertThat(driver.list(first, at("t1", 3), FILE)).isEqualTo(answer(1, 0, 3));
    }

    @Test
    void onlyFilesSinceAnOverwriteAreHeld() {
        run(TWO);
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        SourceFile other = new SourceFile("/data/b.json", 1, 2, "sha256:01");
        HeldBatch before = new HeldBatch(1, "before", "hash", new Kept(WriteMode.APPEND, List.of(FILE)));
        HeldBatch overwrite = new HeldBatch(2, "overwrite", "hash", new Kept(WriteMode.OVERWRITE, List.of(other)));
        driver.read(first, new LogPart(at("t1", 2), 0, List.of(before, overwrite), List.of()));

        assertThat(driver.list(first, at("t1", 2), FILE)).isEqualTo(answer(0, 1, 2));
        assertThat(driver.list(first, at("t1", 2), other).known()).isEqualTo(1);
    }

    @Test
    void aNewRunSettlesWhatAnEarlierOneLeftOpen() {
        long lost = run(TWO).runId();
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        Minted minted = driver.mint(first, WriteMode.APPEND, FILE);
        engine.jobs().cancel(lost);
        assertThat(driver.poll().cancel()).containsExactly(first.taskRunId());
        driver.finish(first, Outcome.CANCELED, "");
        assertThat(view(lost).state().result()).isEqualTo(ResultState.CANCELED);

        run(TWO);
        Assignment anew = driver.take();
        assertThat(anew.settle()).containsExactly(minted.batch());
        assertThat(anew.batches()).isEmpty();
        driver.settledAsCommitted(anew, minted.batch().batchId(), 1);
        assertThat(driver.list(anew, FILE).known()).isEqualTo(1);
    }

    @Test
    void aCancelledTaskMintsNothing() {
        long runId = run(TWO).runId();
        PlayedDriver driver = driver(0);
        Assignment first = driver.take();
        engine.jobs().cancel(runId);

        assertThatThrownBy(() -> driver.mint(first, WriteMode.APPEND, FILE))
                .isInstanceOf(LeatException.class)
                .hasMessage("Task run %d is not this driver's any more (fence %d)."
                        .formatted(first.taskRunId(), first.fence()));
    }

    @Test
    void aTaskThatDoesNotObeyTakesItsDriverWithItAndNoOther() {
        long stubborn = run(TWO).runId();
        long innocent = run(TWO.replace("name: two", "name: other")).runId();
        PlayedDriver driver = driver(0);
        List<Assignment> both = driver.poll().run();
        both.forEach(driver::accept);
        engine.jobs().cancel(stubborn);

        await(() -> view(stubborn).state().lifeCycle().isTerminal());
        assertThat(view(stubborn).state().result()).isEqualTo(ResultState.CANCELED);
        assertThat(launcher.started.get(0).isAlive()).isFalse();
        await(() -> launcher.started.size() == 2);
        PlayedDriver other = driver(1);
        Assignment again = other.take();
        assertThat(again.runId()).isEqualTo(innocent);
        assertThat(again.attemptNumber()).isEqualTo(1);
        other.finish(again, Outcome.FAILED, "its own fault");
        assertThat(other.take().attemptNumber()).isEqualTo(2);
    }

    @Test
    void aDriverThatDiesFailsItsTaskAndTheRetryGetsAnother() {
        long runId = run(TWO).runId();
        Assignment first = driver(0).take();
        launcher.started.get(0).die(137);

        await(() -> launcher.started.size() == 2);
        Assignment retry = driver(1).take();
        assertThat(retry.fence()).isGreaterThan(first.fence());
        TaskRunView lost = view(runId).tasks().get(0);
        assertThat(lost.state().lifeCycle()).isEqualTo(LifeCycleState.INTERNAL_ERROR);
        assertThat(lost.state().message()).contains("ended (exit status 137) while the task ran");
    }

    @Test
    void aDriverThatCannotStartIsToldWithTheEndOfItsLog() {
        long runId = run(TWO.replace("max_retries: 1", "max_retries: 0")).runId();
        await(() -> !launcher.started.isEmpty());
        launcher.started.get(0).die(1);

        await(() -> view(runId).state().lifeCycle().isTerminal());
        assertThat(view(runId).state().message())
                .contains("Task first failed with message: No Spark driver could be started on local[2]")
                .contains("exit status 1");
    }

    @Test
    void aRestartDisturbsNothing() {
        long runId = run(TWO).runId();
        PlayedDriver before = driver(0);
        Assignment first = before.take();
        engine.close();
        store.close();
        open();

        PlayedDriver after = new PlayedDriver(engine.agents(), before.driverId);
        after.holding.addAll(before.holding);
        after.sent.addAll(before.sent);
        after.sendAgain();
        PlayedDriver goingOn = resume(before);
        goingOn.finish(first, Outcome.SUCCESS, "");
        goingOn.finish(goingOn.take(), Outcome.SUCCESS, "");

        assertThat(view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(view(runId).tasks()).hasSize(2);
        assertThat(launcher.started).hasSize(1);
    }

    @Test
    void aDriverThatDiedWhileTheControlPlaneWasAwayIsNoticed() {
        long runId = run(TWO).runId();
        driver(0).take();
        engine.close();
        store.close();
        launcher.started.get(0).die(137);
        open();

        await(() -> view(runId).tasks().size() == 3);
        assertThat(view(runId).tasks().get(0).state().result()).isEqualTo(ResultState.FAILED);
    }

    @Test
    void aSecondRunOfTheSameJobIsSkippedWhileOneIsActive() {
        run(TWO);
        long second = run(TWO).runId();

        assertThat(view(second).state().lifeCycle()).isEqualTo(LifeCycleState.SKIPPED);
        assertThat(view(second).state().message())
                .isEqualTo("Skipping this run because the limit of 1 maximum concurrent runs has been reached.");
    }

    @Test
    void aParameterTheJobDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> engine.files()
                        .run(new RunFile(
                                new JobFileText("/project/job.yaml", TWO), Map.of("dya", "x"), null, Map.of())))
                .isInstanceOf(LeatException.class)
                .hasMessage("Job two has no parameter dya. It has day.");
    }

    @Test
    void aFileWithMistakesStartsNothing() {
        Started refused = run("name: x\ntasks:\n  - task_key: a\n    ingest_tsk: {}\n");

        assertThat(refused.runId()).isZero();
        assertThat(refused.checked().problems()).isNotEmpty();
        assertThat(refused.checked().problems().get(0).line()).isPositive();
    }

    private PlayedDriver resume(PlayedDriver before) {
        PlayedDriver driver = new PlayedDriver(engine.agents(), before.driverId);
        driver.holding.addAll(before.holding);
        before.sent.forEach(event -> driver.skip());
        return driver;
    }

    private Started run(String text) {
        return engine.files().run(new RunFile(new JobFileText("/project/job.yaml", text), Map.of(), null, Map.of()));
    }

    private RunView view(long runId) {
        return engine.jobs().findRun(runId).orElseThrow();
    }

    private PlayedDriver driver(int number) {
        await(() -> launcher.started.size() > number);
        return new PlayedDriver(
                        engine.agents(), launcher.started.get(number).spec.driverId())
                .registered();
    }

    private static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited too long");
            }

            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }
}
