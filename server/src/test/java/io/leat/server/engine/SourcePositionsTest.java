package io.leat.server.engine;

import static io.leat.server.engine.PlayedDriver.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.HeldBatch.Kept;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TableLine.Rewind;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.Minted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a table holds, as the engine answers drivers that list a source. */
class SourcePositionsTest {
    private static final SourceFile FILE = new SourceFile("/data/a.json", 10, 20, "sha256:00");
    private static final String ONE = """
            name: one
            tasks:
              - {task_key: first, ingest_task: {source: {format: json, path: data}, target: bronze.clicks}}
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
    void aFileIsKnownOnceItsBatchIsCommitted() {
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
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
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
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
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
        Assignment first = driver.take();
        driver.commit(first, driver.mint(first, WriteMode.APPEND, FILE).batch().batchId(), 1);
        given.run(ONE.replace("name: one", "name: renamed"));
        Assignment renamed = driver.take();

        assertThat(renamed.jobId()).isNotEqualTo(first.jobId());
        assertThat(driver.list(renamed, FILE)).isEqualTo(answer(1, 0, -1));
    }

    @Test
    void aLogIsToldOnceAndThenMovesWithCommits() {
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
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
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
        Assignment first = driver.take();
        driver.read(first, new LogPart(at("t1", 3), 0, List.of(), List.of()));
        driver.commit(first, driver.mint(first, WriteMode.APPEND, FILE).batch().batchId(), 5);

        assertThat(driver.list(first, at("t1", 5), FILE)).isEqualTo(answer(1, 0, 3));
    }

    @Test
    void filesOfABatchThatAnotherStateMintedCountOnceTheyAreTold() {
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
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
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
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
        given.run(ONE);
        PlayedDriver driver = given.driver(0);
        Assignment first = driver.take();
        SourceFile other = new SourceFile("/data/b.json", 1, 2, "sha256:01");
        HeldBatch before = new HeldBatch(1, "before", "hash", new Kept(WriteMode.APPEND, List.of(FILE)));
        HeldBatch overwrite = new HeldBatch(2, "overwrite", "hash", new Kept(WriteMode.OVERWRITE, List.of(other)));
        driver.read(first, new LogPart(at("t1", 2), 0, List.of(before, overwrite), List.of()));

        assertThat(driver.list(first, at("t1", 2), FILE)).isEqualTo(answer(0, 1, 2));
        assertThat(driver.list(first, at("t1", 2), other).known()).isEqualTo(1);
    }
}
