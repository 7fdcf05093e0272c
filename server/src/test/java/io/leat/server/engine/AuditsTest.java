package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.TableAudit;
import io.leat.core.json.Json;
import io.leat.server.GivenStore;
import io.leat.server.config.Workspace;
import io.leat.server.rest.DataApi.Settlement;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.store.Store;
import io.leat.server.store.TableLogTable.Position;
import io.leat.server.store.TableLogTable.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditsTest {
    private static final SourceFile FILE = new SourceFile("/data/a.json", 10, 20, "sha256:00");
    private static final String JOB = """
            name: one
            tasks:
              - task_key: first
                ingest_task: {source: {format: json, path: data}, target: bronze.clicks}
            """;

    private final RecordingLauncher launcher = new RecordingLauncher();

    @TempDir
    private Path folder;

    private Store store;
    private Engine engine;
    private PlayedDriver driver;

    @BeforeEach
    void givenADriver() {
        Workspace workspace = new Workspace(folder.resolve("w")).create();
        store = GivenStore.open(workspace.database());
        engine = GivenEngine.over(store, folder, launcher);
        run();
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (launcher.started.isEmpty() && System.nanoTime() < limit) {
            LockSupport.parkNanos(5_000_000);
        }
        driver = new PlayedDriver(engine.agents(), launcher.started.get(0).spec.driverId()).registered();
    }

    private void run() {
        engine.files().run(new RunFile(new JobFileText("/project/job.yaml", JOB), Map.of(), null, Map.of()));
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    private String openBatch(Outcome end) {
        Assignment assignment = driver.take();
        String batchId = driver.mint(assignment, WriteMode.APPEND, FILE).batch().batchId();
        driver.finish(assignment, end, "no");
        return batchId;
    }

    private Query asked() {
        return driver.poll().queries().get(0);
    }

    private void answer(Query query, Object answer, @Nullable String error) {
        engine.agents()
                .result(new QueryResult(
                        driver.driverId,
                        query.queryId(),
                        List.of(),
                        List.of(List.of(TextNode.valueOf(Json.write(answer)))),
                        false,
                        error));
    }

    private BatchState state(String batchId) {
        return store.read(
                tables -> tables.batches().find(batchId).orElseThrow().batch().state());
    }

    private Position position() {
        long jobId = store.read(
                tables -> tables.jobs().findByName("one").orElseThrow().jobId());
        return store.read(tables -> tables.tableLogs().position(new Reader(jobId, "first"), "bronze.clicks"));
    }

    @Test
    void aBatchFoundInItsTableCountsWithItsFiles() {
        String batchId = openBatch(Outcome.FAILED);
        CompletableFuture<List<Settlement>> settled = engine.data().settle("bronze.clicks");

        Query query = asked();
        assertThat(query.kind()).isEqualTo(Query.Kind.SETTLE);
        assertThat(query.text()).contains(batchId, "/data/a.json");
        Commit commit = new Commit(batchId, "bronze.clicks", "t1", 1, 10L, 10L, 100L, 1, true, null);
        answer(query, new Settled(batchId, BatchState.COMMITTED, commit), null);

        assertThat(settled)
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(List.of(new Settlement(batchId, BatchState.COMMITTED, null)));
        assertThat(state(batchId)).isEqualTo(BatchState.COMMITTED);
        assertThat(position().files()).isEqualTo(1);
    }

    @Test
    void aBatchThatIsNotThereIsGivenUp() {
        String batchId = openBatch(Outcome.FAILED);
        CompletableFuture<List<Settlement>> settled = engine.data().settle("bronze.clicks");
        answer(asked(), new Settled(batchId, BatchState.BURNT, null), null);

        assertThat(settled).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(state(batchId)).isEqualTo(BatchState.BURNT);
        assertThat(position().files()).isZero();
    }

    @Test
    void aBatchThatCannotBeSettledStaysOpen() {
        String batchId = openBatch(Outcome.FAILED);
        CompletableFuture<List<Settlement>> settled = engine.data().settle("bronze.clicks");
        answer(asked(), "", "the table was restored");

        assertThat(settled)
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(List.of(new Settlement(batchId, BatchState.MINTED, "the table was restored")));
        assertThat(state(batchId)).isEqualTo(BatchState.MINTED);
    }

    @Test
    void batchesOfActiveRunsAreLeftAlone() {
        driver.mint(driver.take(), WriteMode.APPEND, FILE);

        assertThat(engine.data().settle("bronze.clicks"))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(List.of());
    }

    @Test
    void anAuditIsWhatTheDriverRead() {
        openBatch(Outcome.SUCCESS);
        CompletableFuture<TableAudit> audit = engine.data().audit("bronze.clicks");
        answer(asked(), TableAudit.absent("bronze.clicks"), null);

        assertThat(audit).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(TableAudit.absent("bronze.clicks"));
    }
}
