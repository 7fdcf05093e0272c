package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Minted;
import io.leat.core.error.LeatException;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.ResultState;
import io.leat.core.value.Secrets;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.rest.RunFeedApi.RunEvent;
import io.leat.server.rest.RunFeedApi.Subscription;
import io.leat.server.rest.RunView;
import io.leat.server.rest.RunView.TaskRunView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairsTest {
    private static final TablePin WRITTEN = new TablePin("bronze.clicks", "t1", 2);
    private static final SourceFile FILE = new SourceFile("/data/a.json", 10, 20, "sha256:00");
    private static final SourceFile GROWN = new SourceFile("/data/a.json", 11, 25, "sha256:01");
    private static final SourceFile NEW = new SourceFile("/data/b.json", 10, 30, "sha256:02");
    private static final Manifest VERSION_3 = Manifest.ofTables(List.of(new TablePin("bronze.clicks", "t1", 3)));
    private static final Manifest VERSION_4 = Manifest.ofTables(List.of(new TablePin("bronze.clicks", "t1", 4)));
    private static final RepairChoice FAILED = RepairChoice.allFailed();
    private static final RepairChoice FIRST = RepairChoice.of(Set.of("first"));
    private static final String TWO = """
            name: two
            tasks:
              - task_key: first
                ingest_task: {source: {format: json, path: data}, target: bronze.clicks}
              - task_key: second
                depends_on: [{task_key: first}]
                persist_task: {input: bronze.clicks, target: gold.clicks, where: "day = '{{job.parameters.day}}'"}
            parameters: [{name: day, default: "2026-01-01"}]
            """;

    @TempDir
    private Path folder;

    private final AtomicLong ahead = new AtomicLong();

    private GivenEngine given;
    private PlayedDriver driver;
    private long runId;

    @BeforeEach
    void givenARun() {
        given = new GivenEngine(
                folder, Duration.ofDays(100), Secrets.NONE, () -> System.currentTimeMillis() + ahead.get());
        runId = given.run(TWO);
        driver = given.driver(0);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private long repair(RepairChoice choice) {
        List<RunView.RepairView> before = given.view(runId).repairs();
        Long latest = before.isEmpty() ? null : before.get(before.size() - 1).repairId();
        return repair(choice, Map.of(), latest);
    }

    private long repair(RepairChoice choice, Map<String, String> parameters, @Nullable Long latest) {
        return given.engine().jobs().repair(new RepairRun(runId, choice, parameters, latest));
    }

    /** The first task commits a batch of this file and the second fails. */
    private Batch firstSucceedsAndSecondFails() {
        Assignment first = driver.take();
        Batch batch = driver.mint(first, WriteMode.APPEND, FILE).batch();
        driver.commit(first, batch.batchId(), 1);
        driver.finish(first, Outcome.SUCCESS, "");
        driver.finish(driver.take(), Outcome.FAILED, "no");
        return batch;
    }

    private Batch firstFailsWithABatch() {
        Assignment first = driver.take();
        Batch batch = driver.mint(first, WriteMode.APPEND, FILE).batch();
        driver.finish(first, Outcome.FAILED, "no");
        return batch;
    }

    @Test
    void aRunGoesOnWithItsFailedTasksAndTellsItsHistory() {
        firstSucceedsAndSecondFails();
        RunView ended = given.view(runId);
        assertThat(ended.state().result()).isEqualTo(ResultState.FAILED);
        long repairId = repair(FAILED);
        RunView going = given.view(runId);
        assertThat(going.state().lifeCycle()).isEqualTo(LifeCycleState.PENDING);
        assertThat(going.endTime()).isZero();
        assertThat(going.startTime()).isEqualTo(ended.startTime());

        Assignment second = driver.take();
        assertThat(second.taskKey()).isEqualTo("second");
        assertThat(second.taskRunId()).isGreaterThan(repairId);
        assertThat(second.attemptNumber()).isEqualTo(1);
        driver.finish(second, Outcome.SUCCESS, "");
        RunView view = given.view(runId);
        assertThat(view.state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(view.tasks()).extracting(TaskRunView::taskKey).containsExactly("first", "second", "second");
        assertThat(view.repairs()).singleElement().satisfies(entry -> {
            assertThat(entry.repairId()).isEqualTo(repairId);
            assertThat(entry.before()).isEqualTo(ended.state());
            assertThat(entry.beforeEndTime()).isEqualTo(ended.endTime());
        });
    }

    @Test
    void aFollowerSeesTheRepairToItsEnd() {
        firstSucceedsAndSecondFails();
        long repairId = repair(FAILED);
        List<RunEvent> events = new CopyOnWriteArrayList<>();
        try (Subscription watching = given.engine().runFeed().subscribe(runId, 0, events::add)) {
            assertThat(watching).isNotNull();
            assertThat(events).noneMatch(RunEvent::end);
            driver.finish(driver.take(), Outcome.SUCCESS, "");
        }

        assertThat(events).filteredOn(RunEvent::end).singleElement().satisfies(end -> {
            assertThat(end.json().path("repair_id").asLong()).isEqualTo(repairId);
            assertThat(end.json().path("state").path("result_state").asText()).isEqualTo("SUCCESS");
        });
    }

    @Test
    void aRestartDisturbsNothing() {
        firstSucceedsAndSecondFails();
        long repairId = repair(FAILED);
        given.restart();
        driver = given.again(driver);
        Assignment second = driver.take();
        given.restart();
        driver = given.again(driver);
        driver.finish(second, Outcome.SUCCESS, "");

        RunView view = given.view(runId);
        assertThat(view.state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(view.tasks()).hasSize(3);
        assertThat(view.repairs()).extracting(RunView.RepairView::repairId).containsExactly(repairId);
        assertThat(repair(FIRST)).isGreaterThan(second.taskRunId());
    }

    @Test
    void aTaskThatHadNotSucceededGoesOnWithItsBatch() {
        Batch batch = firstFailsWithABatch();
        repair(FAILED);
        Assignment again = driver.take();

        assertThat(again.batches()).containsExactly(batch);
        assertThat(again.settle()).isEmpty();
        assertThat(again.replaced()).isEmpty();
        Minted minted = driver.mint(again, WriteMode.APPEND, FILE);
        assertThat(minted.batch()).isEqualTo(batch);
        assertThat(minted.settle()).isEmpty();
    }

    @Test
    void aTaskThatHadSucceededGetsANewBatchInPlaceOfItsOldOne() {
        Batch old = firstSucceedsAndSecondFails();
        repair(FIRST);
        Assignment again = driver.take();
        assertThat(again.batches()).isEmpty();
        assertThat(again.replaced()).extracting(Batch::batchId).containsExactly(old.batchId());
        assertThat(driver.list(again, GROWN, NEW).again()).containsExactly(GROWN);
        assertThat(driver.list(again, GROWN, NEW).fresh()).containsExactly(NEW);
        assertThat(driver.list(again, NEW).missing()).containsExactly(FILE);
        Minted minted = driver.mint(again, WriteMode.APPEND, GROWN, NEW);

        assertThat(minted.batch().batchId()).isNotEqualTo(old.batchId());
        assertThat(minted.batch().manifest().files()).containsExactly(GROWN, NEW);
        assertThat(minted.batch().replaces()).containsExactly(old.batchId());
        assertThat(minted.settle()).isEmpty();
        driver.commit(again, minted.batch().batchId(), 2);
        assertThat(driver.list(again, WRITTEN, GROWN, NEW).known()).isEqualTo(2);
    }

    @Test
    void filesThatTheNewBatchDoesNotReadAreNewAgain() {
        firstSucceedsAndSecondFails();
        repair(FIRST);
        Assignment again = driver.take();
        Batch batch = driver.mint(again, WriteMode.APPEND, NEW).batch();
        driver.commit(again, batch.batchId(), 2);

        assertThat(driver.list(again, WRITTEN, FILE, NEW).fresh()).containsExactly(FILE);
        assertThat(driver.list(again, WRITTEN, FILE, NEW).known()).isEqualTo(1);
    }

    @Test
    void aRetryWithinARepairKeepsTheNewBatch() {
        runToEndWithRetries();
        repair(FIRST);
        Assignment again = driver.take();
        Minted minted = driver.mint(again, WriteMode.APPEND, GROWN);
        driver.finish(again, Outcome.FAILED, "no");
        Assignment retry = driver.take();

        assertThat(retry.batches()).containsExactly(minted.batch());
        assertThat(driver.mint(retry, WriteMode.APPEND, NEW).batch()).isEqualTo(minted.batch());
    }

    private void runToEndWithRetries() {
        firstSucceedsAndSecondFails();
        runId = given.run(TWO.replace("- task_key: first", "- task_key: first\n    max_retries: 1"));
        firstSucceedsAndSecondFails();
    }

    @Test
    void aSecondRepairGoesOnWithTheBatchOfTheFirst() {
        Batch old = firstSucceedsAndSecondFails();
        repair(FIRST);
        Assignment again = driver.take();
        Batch anew = driver.mint(again, WriteMode.APPEND, GROWN).batch();
        driver.finish(again, Outcome.FAILED, "no");
        repair(FIRST);
        Assignment third = driver.take();

        assertThat(third.batches()).containsExactly(anew);
        assertThat(third.replaced()).extracting(Batch::batchId).containsExactly(old.batchId());
        assertThat(driver.mint(third, WriteMode.APPEND, GROWN).batch()).isEqualTo(anew);
        driver.commit(third, anew.batchId(), 2);
        driver.finish(third, Outcome.SUCCESS, "");
        repair(FIRST);
        Assignment fourth = driver.take();
        assertThat(fourth.batches()).isEmpty();
        assertThat(driver.mint(fourth, WriteMode.APPEND, NEW).batch().replaces())
                .containsExactly(old.batchId(), anew.batchId());
    }

    @Test
    void changedParametersGiveAnOpenBatchUp() {
        driver.finish(driver.take(), Outcome.SUCCESS, "");
        Assignment second = driver.take();
        Batch old = driver.mint(second, WriteMode.APPEND, VERSION_3).batch();
        driver.finish(second, Outcome.FAILED, "no");
        repair(FAILED, Map.of("day", "2026-01-02"), null);
        Assignment again = driver.take();

        assertThat(again.arguments()).containsValue("2026-01-02");
        assertThat(again.batches()).isEmpty();
        assertThat(again.settle()).containsExactly(old);
        Minted minted = driver.mint(again, WriteMode.APPEND, VERSION_3);
        assertThat(minted.batch().batchId()).isNotEqualTo(old.batchId());
        assertThat(minted.batch().replaces()).containsExactly(old.batchId());
        assertThat(minted.settle()).containsExactly(old);
    }

    @Test
    void newVersionsOfItsInputsGiveAnOpenBatchUpAndTheSameOnesDoNot() {
        driver.finish(driver.take(), Outcome.SUCCESS, "");
        Assignment second = driver.take();
        Batch old = driver.mint(second, WriteMode.OVERWRITE, VERSION_3).batch();
        driver.finish(second, Outcome.FAILED, "no");
        repair(FAILED);
        Assignment same = driver.take();
        assertThat(same.batches()).isEmpty();
        assertThat(same.settle()).isEmpty();
        assertThat(driver.mint(same, WriteMode.OVERWRITE, VERSION_3).batch()).isEqualTo(old);
        driver.finish(same, Outcome.FAILED, "no");
        repair(FAILED);
        Minted minted = driver.mint(driver.take(), WriteMode.OVERWRITE, VERSION_4);

        assertThat(minted.batch().manifest()).isEqualTo(VERSION_4);
        assertThat(minted.batch().replaces()).containsExactly(old.batchId());
        assertThat(minted.settle()).containsExactly(old);
    }

    @Test
    void aBatchThatItsTableMayHaveForgottenIsNotGoneOnWith() {
        Batch batch = firstFailsWithABatch();
        ahead.addAndGet(Duration.ofHours(24 * 89 + 12).toMillis());
        repair(FAILED);
        GivenEngine.await(() -> given.view(runId).state().lifeCycle().isTerminal());

        TaskRunView refused = given.view(runId).tasks().stream()
                .filter(task -> task.taskKey().equals("first") && task.attemptNumber() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(refused.state().message())
                .startsWith("Batch %s of task first was begun on ".formatted(batch.batchId()))
                .endsWith(
                        "Tables keep the ids of batches for 90 days, so it cannot be told any more whether bronze.clicks"
                                + " holds it, and writing it again could double its rows. Nothing was written. Start a new run.");
    }

    @Test
    void theJobIsTakenAsItIsSavedNow() {
        firstSucceedsAndSecondFails();
        long original = runId;
        long other = given.run(TWO.replace("day = ", "day >= "));
        assertThatThrownBy(() -> repair(FAILED))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "Run %d cannot be repaired now: job two has 1 active runs, which is its max_concurrent_runs."
                                        .formatted(original)
                                + " Wait until one has ended.");
        driver.finish(driver.take(), Outcome.FAILED, "no");
        assertThat(given.view(other).state().lifeCycle().isTerminal()).isTrue();
        repair(FAILED);

        assertThat(driver.take().body().path("where").asText()).startsWith("day >= ");
    }

    @Test
    void repairsAreCounted() {
        firstSucceedsAndSecondFails();
        runId = given.run(TWO.replace("{{job.parameters.day}}", "{{job.repair_count}}"));
        firstSucceedsAndSecondFails();
        repair(FAILED);

        assertThat(driver.take().arguments()).containsValue("1");
    }

    @Test
    void whatCannotBeRepairedIsToldWhy() {
        refused(FAILED, null, "Run %d cannot be repaired while it is PENDING. Wait until it has ended, or cancel it.");
        firstSucceedsAndSecondFails();
        refused(RepairChoice.of(Set.of("frist")), null, "Job two has no task frist; did you mean first?");
        refused(FAILED, 7L, "latest_repair_id is 7, but run %d was never repaired. Leave it out.");
        long repairId = repair(FAILED);
        driver.finish(driver.take(), Outcome.SUCCESS, "");
        refused(FIRST, null, "The latest repair ID needs to be provided in order to create a new repair");
        refused(
                FIRST,
                7L,
                "latest_repair_id is 7, but the latest repair of run %d is " + repairId
                        + ". Look at what it did, then repeat the request with its id.");
        refused(
                FAILED,
                repairId,
                "No task of run %d failed, so there is nothing to repair. Name tasks to run them again all the same.");
        assertThat(given.view(runId).repairs()).hasSize(1);
    }

    private void refused(RepairChoice choice, @Nullable Long latest, String message) {
        assertThatThrownBy(() -> repair(choice, Map.of(), latest))
                .isInstanceOf(LeatException.class)
                .hasMessage(message.formatted(runId));
    }
}
