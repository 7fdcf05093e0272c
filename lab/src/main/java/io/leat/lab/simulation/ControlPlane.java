package io.leat.lab.simulation;

import io.leat.core.value.Secrets;
import io.leat.server.auth.DriverTokens;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.engine.Engine;
import io.leat.server.launch.DriverLauncher;
import io.leat.server.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The control plane's process: one engine after another on the same storage. */
final class ControlPlane {
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final long SLOWEST_COMMIT = 30_000;
    private static final long SLOWEST_RESTART = 20_000;

    private final World world;
    private final Storage storage;
    private final DriverLauncher launcher;
    private final Consumer<List<Storage.Change>> watch;
    private final Settings settings;
    private @Nullable Store store;
    private final List<Runnable> broken = new ArrayList<>();
    private @Nullable Engine engine;
    private @Nullable VirtualMachine machine;
    private int lives;

    ControlPlane(World world, Storage storage, DriverLauncher launcher, Consumer<List<Storage.Change>> watch) {
        this.world = world;
        this.storage = storage;
        this.launcher = launcher;
        this.watch = watch;
        int drivers = 1 + world.chance.below(3);
        int activeRuns = world.chance.is(0.3) ? 1 : 100;
        settings = new Settings(Duration.ZERO, "local[2]", 1, drivers, "", false, SILENCE, activeRuns);
    }

    Optional<Engine> engine() {
        return Optional.ofNullable(engine);
    }

    int lives() {
        return lives;
    }

    /** Does this when the process that is there now ends. */
    Runnable whenBroken(Runnable work) {
        broken.add(work);
        return () -> broken.remove(work);
    }

    /** Does what may crash the control plane. */
    void guard(Runnable work) {
        try {
            work.run();
            if (machine != null && machine.late() != null) {
                ended(machine.late().getMessage());
            }
        } catch (Crash crash) {
            ended(crash.getMessage());
        }

        if (machine != null) {
            machine.nudge();
        }
    }

    void start() {
        lives++;
        world.trace.say("the control plane starts, life %d", lives);
        VirtualMachine next = new VirtualMachine(world);
        machine = next;
        Workspace workspace = new Workspace(Path.of("/nowhere"));
        try {
            Store opened = store == null ? storage.open(new Around()) : store;
            store = opened; // for all lives of one world: opening costs, and the store remembers nothing
            engine = new Engine.Builder(opened, workspace, settings, launcher, new DriverTokens(), Secrets.NONE, next)
                    .start();
        } catch (RuntimeException e) {
            world.trace.say("it cannot start: %s", e);
            throw new Crash("start failed");
        }
    }

    /** Killed from outside. */
    void kill() {
        ended("killed");
    }

    /** Told to leave; what is queued is still carried out. */
    void leave() {
        Engine leaving = engine;
        if (leaving != null) {
            leaving.close();
            ended("left");
        }
    }

    private void ended(String how) {
        world.trace.say("the control plane is gone: %s", how);
        if (machine != null) {
            machine.off();
        }

        engine = null;
        machine = null;
        storage.cut();
        List<Runnable> all = List.copyOf(broken);
        broken.clear();
        all.forEach(Runnable::run);
        world.agenda.after(world.chance.seldomMost(10, SLOWEST_RESTART), "start", "control plane", this::start);
    }

    /** The weather around the store's work. */
    private final class Around implements Storage.Hooks {
        @Override
        public void beforeStatement(String sql) throws SQLException {
            if (world.strikes(Fault.STATEMENT_FAILS)) {
                world.trace.say("fails: %s", sql);
                throw new SQLException("[SQLITE_FULL] database or disk is full");
            }
        }

        @Override
        public void beforeCommit() throws SQLException {
            if (world.strikes(Fault.COMMIT_SLOW)) {
                world.agenda.pass(world.chance.seldomMost(10, SLOWEST_COMMIT));
            }

            if (world.strikes(Fault.KILLED_BEFORE_COMMIT)) {
                throw new Crash("before a commit");
            }

            if (world.strikes(Fault.COMMIT_FAILS)) {
                throw new SQLException("[SQLITE_IOERR] disk I/O error");
            }
        }

        @Override
        public void committed(List<Storage.Change> changes) {
            watch.accept(changes);
            if (world.strikes(Fault.KILLED_AFTER_COMMIT)) {
                throw new Crash("after a commit");
            }
        }
    }
}
