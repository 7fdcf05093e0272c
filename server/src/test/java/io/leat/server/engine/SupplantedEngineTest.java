package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.store.Store;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.ConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that lives on after another control plane has taken over, and does not know it. */
class SupplantedEngineTest {
    private static final String JOB = """
            name: one
            tasks:
              - task_key: only
                persist_task: {input: bronze.clicks, target: gold.clicks}
            """;

    private final AtomicBoolean leads = new AtomicBoolean(true);
    private final RecordingLauncher launcher = new RecordingLauncher();

    @TempDir
    private Path folder;

    private Store store;
    private Engine engine;

    @BeforeEach
    void givenOneThatLeads() {
        store = Store.over(database("state"), database("lineage"), leads::get);
        engine = GivenEngine.over(store, folder, launcher);
    }

    private ConnectionFactory database(String name) {
        return () -> DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name + ".db"));
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    @Test
    void takesNothingOnAndStartsNothing() {
        leads.set(false);

        assertThatThrownBy(this::run)
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("not the active one any more")
                .extracting(thrown -> ((LeatException) thrown).code())
                .isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE);
        assertThat(launcher.started).isEmpty();
        leads.set(true);
        assertThat(engine.activity().activeRuns()).isZero();
        assertThat(run()).isPositive();
    }

    /** Nobody would ever answer it. */
    @Test
    void refusesAQuestionForDriversAtOnce() {
        leads.set(false);
        CompletableFuture<?> answer = engine.data().sql("SELECT 1", 10);

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("not the active one any more");
    }

    private long run() {
        return engine.files()
                .run(new RunFile(new JobFileText("/project/job.yaml", JOB), Map.of(), null, Map.of()))
                .runId();
    }
}
