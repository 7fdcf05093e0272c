package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Minted;
import io.leat.core.error.LeatException;
import io.leat.core.run.RepairChoice;
import io.leat.server.rest.JobsApi.RepairRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which batches of a table are given up for one that replaces a slice of it. */
class SlicesTest {
    private static final Manifest INPUT = Manifest.ofTables(List.of(new TablePin("bronze.clicks", "t1", 3)));
    private static final String BACKFILL = """
            name: backfill
            max_concurrent_runs: 3
            tasks:
              - task_key: fill
                max_retries: 1
                persist_task:
                  input: silver.clicks
                  target: bronze.clicks
                  where: "day = '{{job.parameters.day}}'"
                  slice: {column: day, equals: "{{job.parameters.day}}"}
            parameters: [{name: day, default: "2026-01-01"}]
            """;

    @TempDir
    private Path folder;

    private GivenEngine given;
    private PlayedDriver driver;

    @BeforeEach
    void start() {
        given = new GivenEngine(folder);
        given.run(BACKFILL);
        driver = given.driver(0);
    }

    @AfterEach
    void stop() {
        given.close();
    }

    /** Of another job, whose task writes the same table. */
    private Assignment another(int number) {
        given.run(BACKFILL.replace("name: backfill", "name: backfill" + number));
        return driver.take();
    }

    private static Slice day(int day) {
        return new Slice("day", "2026-01-0" + day, null, null);
    }

    private Minted mint(Assignment assignment, @Nullable Slice slice) {
        return driver.mint(assignment, WriteMode.OVERWRITE, slice, INPUT);
    }

    @Test
    void runsThatFillDifferentDaysSideBySideLeaveEachOtherAlone() {
        Assignment first = driver.take();
        assertThat(first.body().path("slice").toString()).isEqualTo("{\"column\":\"day\",\"equals\":\"2026-01-01\"}");
        Minted one = mint(first, day(1));
        Assignment second = another(2);

        assertThat(second.settle()).isEmpty();
        Minted two = mint(second, day(2));
        assertThat(two.settle()).isEmpty();
        assertThat(two.batch().replaces()).isEmpty();
        driver.commit(second, two.batch().batchId(), 4);
        driver.commit(first, one.batch().batchId(), 5);
        driver.finish(second, Outcome.SUCCESS, "");
        driver.finish(first, Outcome.SUCCESS, "");
    }

    @Test
    void runsOfOneJobThatAreActiveAtOnceLeaveEachOtherAlone() {
        Assignment first = driver.take();
        Batch one = mint(first, day(1)).batch();
        given.run(BACKFILL.replace("default: \"2026-01-01", "default: \"2026-01-02"));
        Assignment second = driver.take();

        assertThat(second.jobId()).isEqualTo(first.jobId());
        assertThat(second.settle()).isEmpty();
        assertThat(mint(second, day(2)).settle()).isEmpty();
        given.run(BACKFILL);
        Assignment third = driver.take();
        assertThat(third.settle()).isEmpty();
        assertThat(mint(third, day(1)).settle()).containsExactly(one);
    }

    @Test
    void aRetryKeepsItsSlice() {
        Assignment first = driver.take();
        Batch batch = mint(first, day(1)).batch();
        driver.finish(first, Outcome.FAILED, "no");
        Assignment retry = driver.take();

        assertThat(batch.slice()).isEqualTo(day(1));
        assertThat(retry.batches()).containsExactly(batch);
        assertThat(mint(retry, day(1)).batch()).isEqualTo(batch);
    }

    @Test
    void anOlderSliceThatOverlapsIsGivenUpAndItsTaskIsSuperseded() {
        Assignment first = driver.take();
        Batch older = mint(first, day(1)).batch();
        Assignment second = another(1);
        assertThat(second.settle()).isEmpty();
        Minted newer = mint(second, day(1));
        assertThat(newer.settle()).containsExactly(older);
        assertThat(newer.batch().replaces()).containsExactly(older.batchId());
        driver.settledAsBurnt(second, older.batchId());
        driver.commit(second, newer.batch().batchId(), 4);
        driver.finish(first, Outcome.FAILED, "may not be written any more");
        driver.finish(second, Outcome.SUCCESS, "");
        Assignment retry = driver.take();

        assertThat(retry.batches()).isEmpty();
        assertThatThrownBy(() -> mint(retry, day(1)))
                .isInstanceOf(LeatException.class)
                .hasMessage("What this task was writing to bronze.clicks is superseded: task fill of run "
                        + second.runId() + " began to replace the same rows after it. Nothing was written. Start a new"
                        + " run, or repair this one, to write it all the same.");
    }

    @Test
    void aRetryOfTheOlderOneDoesNotGiveTheNewerOneUp() {
        Assignment first = driver.take();
        Batch older = mint(first, day(1)).batch();
        Assignment second = another(1);
        Batch newer = mint(second, day(1)).batch();
        driver.finish(first, Outcome.FAILED, "lost");
        Assignment retry = driver.take();

        assertThat(mint(retry, day(1))).isEqualTo(new Minted(older, List.of()));
        assertThat(mint(second, day(1)).settle()).containsExactly(older);
        assertThat(newer.replaces()).containsExactly(older.batchId());
    }

    @Test
    void aWholeOverwriteGivesUpEverySliceAndASliceEveryWholeOverwrite() {
        Batch one = mint(driver.take(), day(1)).batch();
        Batch two = mint(another(2), day(2)).batch();
        Minted whole = mint(another(3), null);
        assertThat(whole.settle()).containsExactlyInAnyOrder(one, two);

        Minted last = mint(another(4), day(4));
        assertThat(last.settle()).containsExactly(whole.batch());
    }

    @Test
    void aRepairOfASliceReplacesIt() {
        Assignment first = driver.take();
        Batch old = mint(first, day(1)).batch();
        driver.commit(first, old.batchId(), 4);
        driver.finish(first, Outcome.SUCCESS, "");
        given.engine().jobs().repair(new RepairRun(first.runId(), RepairChoice.of(Set.of("fill")), Map.of(), null));
        Assignment again = driver.take();
        Minted minted = mint(again, day(1));

        assertThat(again.replaced()).extracting(Batch::slice).containsExactly(day(1));
        assertThat(minted.batch().replaces()).containsExactly(old.batchId());
        assertThat(minted.settle()).isEmpty();
    }

    @Test
    void whatAnEndedRunLeftOpenIsSettledBeforeTheNextOne() {
        Assignment first = driver.take();
        mint(first, day(1));
        driver.finish(first, Outcome.FAILED, "no");
        Assignment retry = driver.take();
        Batch open = mint(retry, day(1)).batch();
        driver.finish(retry, Outcome.FAILED, "no");

        given.run(BACKFILL);

        assertThat(driver.take().settle()).containsExactly(open);
    }
}
