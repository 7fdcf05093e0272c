package io.leat.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.core.run.TerminationCode;
import io.leat.server.GivenStore;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.EventTable.EventRow;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.RunTable.Filter;
import io.leat.server.store.RunTable.Origin;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.TableLogTable.FileVersion;
import io.leat.server.store.TableLogTable.Position;
import io.leat.server.store.TableLogTable.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final Reader READER = new Reader(1, "ingest");

    @TempDir
    private Path folder;

    Store store;

    @BeforeEach
    void givenAnEmptyStore() {
        store = GivenStore.open(folder.resolve("state.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theWorkspaceKeepsItsId() {
        String id = store.workspaceId();
        store.close();
        store = GivenStore.open(folder.resolve("state.db"));

        assertThat(store.workspaceId()).isEqualTo(id);
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        assertThatThrownBy(() -> store.write(tables -> {
                    tables.runs().insert(run(1, 100));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        Optional<RunRow> found = store.read(tables -> tables.runs().find(1));
        assertThat(found).isEmpty();
    }

    @Test
    void runsAreListedNewestFirstFromAPlaceOn() {
        store.write(tables -> {
            tables.runs().insert(run(1, 100));
            tables.runs().insert(run(2, 200));
            tables.runs().insert(run(3, 200));
            tables.runs()
                    .update(
                            2,
                            new RunStatus(
                                    LifeCycleState.TERMINATED,
                                    ResultState.SUCCESS,
                                    TerminationCode.SUCCESS,
                                    "",
                                    null,
                                    200,
                                    200,
                                    300));
            return true;
        });

        assertThat(ids(new Filter(null, null, null, null, null, null, null, 0, 10)))
                .containsExactly(3L, 2L, 1L);
        assertThat(ids(new Filter(7L, null, null, null, null, 200L, 3L, 0, 10))).containsExactly(2L, 1L);
        assertThat(ids(new Filter(null, null, true, null, null, null, null, 0, 10)))
                .containsExactly(3L, 1L);
        assertThat(ids(new Filter(null, null, false, 150L, 250L, null, null, 0, 10)))
                .containsExactly(2L);
        RunRow ended = store.read(tables -> tables.runs().find(2)).orElseThrow();
        assertThat(ended.status().endTime()).isEqualTo(300);
    }

    @Test
    void aPositionMovesWithTheCommitOfItsBatch() {
        SourceFile file = new SourceFile("/data/a.json", 10, 20, "sha256:00");
        Batch batch = batch("b1", Manifest.ofFiles(List.of(file)));
        store.write(tables -> {
            tables.batches().insert(new BatchRow(batch, 1, 2, "ingest", 3, 50, null, null));
            return true;
        });
        assertThat(read("/data/a.json")).isEmpty();
        assertThat(stored("b1").manifest()).isEqualTo(batch.manifest());

        Commit commit = new Commit("b1", "bronze.clicks", "t", 4, 10L, 10L, 99L, 60, false, null);
        store.write(tables -> {
            tables.batches().committed(commit, 3);
            tables.tableLogs().committed(READER, batch.manifest().hash(), WriteMode.APPEND, commit);
            return true;
        });
        assertThat(read("/data/a.json")).containsExactly(new FileVersion("t", 4, "b1", file));
        Position position = store.read(tables -> tables.tableLogs().position(READER, "bronze.clicks"));
        assertThat(position).isEqualTo(new Position(1, 10));
        List<BatchRow> last = store.read(tables -> tables.batches().lastCommits(1, "ingest"));
        assertThat(last)
                .singleElement()
                .satisfies(row -> assertThat(row.commit())
                        .isNotNull()
                        .extracting(Commit::version)
                        .isEqualTo(4L));
        List<BatchRow> unsettled = store.read(tables -> tables.batches().unsettled("bronze.clicks"));
        assertThat(unsettled).isEmpty();
    }

    @Test
    void theNewestCommitsOfATaskAreOneForEachTable() {
        store.write(tables -> {
            commit(tables, "b1", 1, "silver.a", 4);
            commit(tables, "b2", 1, "silver.a", 11);
            commit(tables, "b3", 1, "silver.B", 2);
            commit(tables, "b4", 1, "silver.a", 9);
            commit(tables, "b5", 2, "silver.a", 20);
            tables.batches().insert(new BatchRow(batch("b6", Manifest.EMPTY), 1, 2, "ingest", 3, 50, null, null));
            return true;
        });

        assertThat(lastCommits(1)).containsExactly("b3", "b2");
        assertThat(lastCommits(2)).containsExactly("b5");
        assertThat(lastCommits(3)).isEmpty();
    }

    private static void commit(Tables tables, String batchId, long jobId, String table, long version) {
        Batch batch = new Batch(
                batchId, table, Batch.TARGET, WriteMode.APPEND, Manifest.EMPTY, "c", List.of(), BatchState.MINTED);
        tables.batches().insert(new BatchRow(batch, jobId, 2, "ingest", 3, 50, null, null));
        tables.batches().committed(new Commit(batchId, table, "t", version, null, null, null, 60, false, null), 3);
    }

    private List<String> lastCommits(long jobId) {
        return store.read(tables -> tables.batches().lastCommits(jobId, "ingest")).stream()
                .map(row -> row.batch().batchId())
                .toList();
    }

    @Test
    void jobsAreListedNewestFirstFromAPlaceOnAndByName() {
        store.write(tables -> {
            tables.jobs().save(job(1, "Nightly É", 100));
            tables.jobs().save(job(2, "other", 200));
            tables.jobs().save(job(3, "nightly É", 200));
            return true;
        });

        assertThat(jobs(new JobTable.Filter(null, null, null, 0, 10))).containsExactly(3L, 2L, 1L);
        assertThat(jobs(new JobTable.Filter(null, null, null, 1, 1))).containsExactly(2L);
        assertThat(jobs(new JobTable.Filter(null, 200L, 3L, 0, 10))).containsExactly(2L, 1L);
        assertThat(jobs(new JobTable.Filter("NIGHTLY É", null, null, 0, 10))).containsExactly(3L, 1L);
        assertThat(jobs(new JobTable.Filter("nightly É", 200L, 3L, 0, 10))).containsExactly(1L);
        assertThat(jobs(new JobTable.Filter("nightly", null, null, 0, 10))).isEmpty();
    }

    private static JobRow job(long jobId, String name, long createdAt) {
        return new JobRow(jobId, name, 1, "{}", JobRow.NO_FILE, createdAt, createdAt);
    }

    private List<Long> jobs(JobTable.Filter filter) {
        return store.read(tables -> tables.jobs().list(filter)).stream()
                .map(JobRow::jobId)
                .toList();
    }

    @Test
    void theTaskRunBeforeAnotherIsOfTheSameTaskAndNoIteration() {
        store.write(tables -> {
            tables.taskRuns().save(taskRun(1, -1, "a", ResultState.SUCCESS));
            tables.taskRuns().save(taskRun(2, -1, "a", ResultState.FAILED));
            tables.taskRuns().save(taskRun(3, 0, "a", ResultState.FAILED));
            tables.taskRuns().save(taskRun(4, -1, "b", ResultState.SUCCESS));
            tables.taskRuns().save(taskRun(5, -1, "a", null));
            return true;
        });

        assertThat(before("a", 5)).contains(2L);
        assertThat(before("a", 2)).contains(1L);
        assertThat(before("a", 1)).isEmpty();
        long success = store.read(tables -> tables.taskRuns().lastSuccess(7, "a"));
        assertThat(success).isEqualTo(1);
        long none = store.read(tables -> tables.taskRuns().lastSuccess(8, "a"));
        assertThat(none).isZero();
    }

    private Optional<Long> before(String taskKey, long taskRunId) {
        return store.read(tables -> tables.taskRuns().before(7, taskKey, taskRunId))
                .map(TaskRun::taskRunId);
    }

    private static TaskRun taskRun(long taskRunId, int iteration, String taskKey, @Nullable ResultState result) {
        LifeCycleState state = result == null ? LifeCycleState.PENDING : LifeCycleState.TERMINATED;
        return new TaskRun(
                taskRunId, 7, 0, iteration, 0, taskKey, 0, 0, state, result, null, "", null, 0, 0, 0, 0, null, null, 0);
    }

    @Test
    void aSettledBatchDoesNotChangeAgain() {
        store.write(tables -> {
            tables.batches().insert(new BatchRow(batch("b1", Manifest.EMPTY), 1, 2, "ingest", 3, 50, null, null));
            tables.batches().burnt("b1");
            tables.batches().committed(new Commit("b1", "bronze.clicks", "t", 4, null, null, null, 60, false, null), 3);
            return true;
        });

        assertThat(stored("b1").state()).isEqualTo(BatchState.BURNT);
    }

    @Test
    void eventsComeInOrderFromAPlaceOn() {
        store.write(tables -> {
            tables.events().append(new EventRow(1, 1, 5, "{}"));
            tables.events().append(new EventRow(1, 2, 6, "{\"x\":1}"));
            tables.events().append(new EventRow(2, 1, 6, "{}"));
            return true;
        });

        List<EventRow> events = store.read(tables -> tables.events().after(1, 1, 10));
        long last = store.read(tables -> tables.events().last(1));
        assertThat(events).containsExactly(new EventRow(1, 2, 6, "{\"x\":1}"));
        assertThat(last).isEqualTo(2);
    }

    @Test
    void lineageIsFoundFromBothEnds() {
        LineageStore.EdgeRow edge = edge();
        store.lineage().add(List.of(edge));
        store.lineage().add(List.of(edge));

        assertThat(store.lineage().writesOf("silver.matched")).containsExactly(edge);
        assertThat(store.lineage().madeFrom("bronze.clicks")).containsExactly(edge);
    }

    private List<FileVersion> read(String path) {
        return store.read(tables -> tables.tableLogs().versionsOf("bronze.clicks", path));
    }

    private Batch stored(String batchId) {
        return store.read(tables -> tables.batches().find(batchId))
                .orElseThrow()
                .batch();
    }

    private List<Long> ids(Filter filter) {
        return store.read(tables -> tables.runs().list(filter)).stream()
                .map(RunRow::runId)
                .toList();
    }

    static RunRow run(long runId, long start) {
        RunStatus status = new RunStatus(LifeCycleState.PENDING, null, null, "", null, start, start, 0);
        return new RunRow(runId, 7, "job", "{}", "/", "{}", null, "{}", "me", null, Origin.ONE_TIME, status);
    }

    static LineageStore.EdgeRow edge() {
        Dataset clicks = new Dataset(Dataset.Kind.TABLE, "bronze.clicks", 3L);
        Dataset matched = new Dataset(Dataset.Kind.TABLE, "silver.matched", 1L);
        return new LineageStore.EdgeRow(new Lineage(matched, List.of(clicks), List.of()), 1, 2, "match", 3);
    }

    private static Batch batch(String id, Manifest manifest) {
        return new Batch(
                id, "bronze.clicks", Batch.TARGET, WriteMode.APPEND, manifest, "c", List.of(), BatchState.MINTED);
    }
}
