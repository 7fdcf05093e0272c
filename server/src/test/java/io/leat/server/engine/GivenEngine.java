package io.leat.server.engine;

import io.leat.core.value.Secrets;
import io.leat.server.GivenStore;
import io.leat.server.auth.DriverTokens;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.rest.FilesApi.Started;
import io.leat.server.rest.RunView;
import io.leat.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** An engine with a store, and drivers that a test plays. */
final class GivenEngine implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final int ACTIVE_RUNS = 2_000;

    final RecordingLauncher launcher = new RecordingLauncher();
    private final DriverTokens tokens = new DriverTokens();
    private final Workspace workspace;
    private final Settings settings;
    private final Secrets secrets;
    private final Supplier<Machine> machines;
    private Store store;
    private Engine engine;

    GivenEngine(Path folder) {
        this(folder, SILENCE, Secrets.NONE, System::currentTimeMillis);
    }

    /** With so many runs at once at most. */
    GivenEngine(Path folder, int activeRuns) {
        this(folder, SILENCE, Secrets.NONE, () -> Machine.threaded(System::currentTimeMillis), activeRuns);
    }

    GivenEngine(Path folder, Duration silence, Secrets secrets, LongSupplier clock) {
        this(folder, silence, secrets, () -> Machine.threaded(clock), ACTIVE_RUNS);
    }

    /** On a machine of the test's own, for as long as it is not restarted. */
    GivenEngine(Path folder, Machine machine) {
        this(folder, SILENCE, Secrets.NONE, () -> machine, ACTIVE_RUNS);
    }

    private GivenEngine(Path folder, Duration silence, Secrets secrets, Supplier<Machine> machines, int activeRuns) {
        this.settings = settings(silence, activeRuns);
        this.secrets = secrets;
        this.machines = machines;
        workspace = new Workspace(folder.resolve("w")).create();
        store = GivenStore.open(workspace.database());
        engine = started();
    }

    private static Settings settings(Duration silence, int activeRuns) {
        return new Settings(Duration.ofMinutes(15), "local[2]", 1_024, 2_048, "", false, silence, activeRuns, "");
    }

    /** An engine over a store of the test's own. */
    static Engine over(Store store, Path folder, RecordingLauncher launcher) {
        return new Engine.Builder(
                        store,
                        new Workspace(folder.resolve("w")).create(),
                        settings(SILENCE, ACTIVE_RUNS),
                        launcher,
                        new DriverTokens(),
                        Secrets.NONE,
                        System::currentTimeMillis)
                .start();
    }

    private Engine started() {
        return new Engine.Builder(store, workspace, settings, launcher, tokens, secrets, machines.get()).start();
    }

    Workspace workspace() {
        return workspace;
    }

    Engine engine() {
        return engine;
    }

    void restart() {
        close();
        open();
    }

    /** After it was closed. */
    void open() {
        store = GivenStore.open(workspace.database());
        engine = started();
    }

    long run(String text) {
        return file(text).runId();
    }

    Started file(String text) {
        return engine.files().run(new RunFile(new JobFileText("/project/job.yaml", text), Map.of(), null, Map.of()));
    }

    RunView view(long runId) {
        return engine.jobs().findRun(runId).orElseThrow();
    }

    PlayedDriver driver(int number) {
        await(() -> launcher.started.size() > number);
        return new PlayedDriver(
                        engine.agents(), launcher.started.get(number).spec.driverId())
                .registered();
    }

    /** The same driver, which speaks to the engine as it is after a restart. */
    PlayedDriver again(PlayedDriver before) {
        PlayedDriver driver = new PlayedDriver(engine.agents(), before.driverId);
        driver.holding.addAll(before.holding);
        driver.sent.addAll(before.sent);
        before.sent.forEach(event -> driver.skip());
        return driver;
    }

    static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited too long");
            }

            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
