package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.run.ResultState;
import io.leat.core.value.Secrets;
import io.leat.server.auth.DriverTokens;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.rest.RunView;
import io.leat.server.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of a world that misbehaves: clocks, disks, processes, secrets. */
class EngineFaultsTest {
    private static final String ONE = """
            name: one
            tasks:
              - task_key: only
                timeout_seconds: 3600
                persist_task: {input: bronze.clicks, target: gold.clicks}
            """;
    private static final String SECRET = """
            name: hidden
            tasks:
              - task_key: only
                persist_task: {input: bronze.clicks, target: gold.clicks, where: "a = '{{secrets/shop/token}}'"}
            """;

    private final RecordingLauncher launcher = new RecordingLauncher();
    private final DriverTokens tokens = new DriverTokens();
    private final AtomicLong ahead = new AtomicLong();
    private final AtomicReference<Secrets> secrets = new AtomicReference<>(Secrets.NONE);

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
        store = Store.open(workspace.database());
        Settings settings =
                new Settings(Duration.ofMinutes(15), "local[2]", 1_024, 2_048, "", false, Duration.ofSeconds(1));
        engine = new Engine.Builder(
                        store,
                        workspace,
                        settings,
                        launcher,
                        tokens,
                        (scope, key) -> secrets.get().find(scope, key),
                        () -> System.currentTimeMillis() + ahead.get())
                .start();
    }

    private void close() {
        engine.close();
        store.close();
    }

    @AfterEach
    void end() {
        close();
    }

    @Test
    void aClockThatJumpsEndsNothingBeforeItsTime() {
        long runId = run(ONE);
        PlayedDriver driver = driver(0);
        Assignment only = driver.take();
        for (long jump : new long[] {7_200_000, -7_200_000}) {
            ahead.addAndGet(jump);
            run(ONE); // is skipped, and takes the engine through a step at the new time
        }

        driver.finish(only, Outcome.SUCCESS, "");
        RunView view = view(runId);
        assertThat(view.state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(view.tasks()).hasSize(1);
    }

    @Test
    void aDriverThatCannotStartIsTriedAgainAfterAPauseAndNotInALoop() {
        long runId = run(ONE.replace("timeout_seconds: 3600", "max_retries: -1"));
        await(() -> launcher.started.size() == 1);
        long began = System.nanoTime();
        launcher.started.get(0).die(1);

        await(() -> launcher.started.size() == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
        PlayedDriver driver = driver(1);
        driver.finish(driver.take(), Outcome.SUCCESS, "");
        assertThat(view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(view(runId).tasks()).hasSize(2);
    }

    @Test
    void whatRanWhenEverythingDiedResumesWithoutARetry() {
        long runId = run(ONE);
        driver(0).take();
        close();
        launcher.started.get(0).die(137);
        open();

        PlayedDriver driver = driver(1);
        driver.finish(driver.take(), Outcome.SUCCESS, "");
        assertThat(view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aDriverThatIsThereAndNotHeardOfIsKilled() {
        run(ONE);
        driver(0).take();
        close();
        open();

        await(() -> !launcher.started.get(0).isAlive());
    }

    @Test
    void aSecretThatIsGoneAfterARestartEndsItsTaskAndNothingElse() {
        secrets.set((scope, key) -> java.util.Optional.of("hunter2hunter2"));
        long runId = run(SECRET);
        PlayedDriver driver = driver(0);
        driver.take();
        secrets.set(Secrets.NONE);
        close();
        open();

        await(() -> view(runId).state().lifeCycle().isTerminal());
        assertThat(view(runId).state().message()).contains("no secret token in scope shop");
        assertThat(run(ONE)).isPositive();
    }

    @Test
    void logsThatCannotBeWrittenCostNoResult() throws IOException {
        long runId = run(ONE);
        PlayedDriver driver = driver(0);
        Assignment only = driver.take();
        Files.delete(workspace.taskLogs());
        Files.writeString(workspace.taskLogs(), "a file where the folder should be");
        driver.log(only, "one line");
        driver.finish(only, Outcome.SUCCESS, "");

        assertThat(view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    private long run(String text) {
        return engine.files()
                .run(new RunFile(new JobFileText("/project/job.yaml", text), Map.of(), null, Map.of()))
                .runId();
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
