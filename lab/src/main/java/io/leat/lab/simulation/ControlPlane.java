package io.leat.lab.simulation;

import io.leat.core.value.Secrets;
import io.leat.server.auth.DriverTokens;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.engine.Engine;
import io.leat.server.launch.DriverLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's processes: one engine after another on the same storage, and at times a former one that has been
 * supplanted, lives on, and still believes that it leads.
 */
final class ControlPlane {
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final long SLOWEST_RESTART = 20_000;
    private static final long LONGEST_BELIEF = 90_000;
    private static final double UNNOTICED = 0.3;

    private final World world;
    private final Storage storage;
    private final DriverLauncher launcher;
    private final Consumer<List<Storage.Change>> watch;
    private final Settings settings;
    private Seat seat;
    private @Nullable Life current;
    private @Nullable Life former;
    private int lives;

    ControlPlane(World world, Storage storage, DriverLauncher launcher, Consumer<List<Storage.Change>> watch) {
        this.world = world;
        this.storage = storage;
        this.launcher = launcher;
        this.watch = watch;
        this.seat = freeSeat();
        int drivers = 1 + world.chance.below(3);
        int activeRuns = world.chance.is(0.3) ? 1 : 100;
        settings = new Settings(Duration.ZERO, "local[2]", 1, drivers, "", false, SILENCE, activeRuns, "");
    }

    private Seat freeSeat() {
        return new Seat(world, storage, watch, this::maybeSupplant);
    }

    /** Whether the one that leads is up. */
    boolean isUp() {
        return current != null && current.engine().isPresent();
    }

    /** The one whom a request finds: not everybody has noticed who leads now. */
    Optional<Life> reached() {
        boolean stray = former != null && former.engine().isPresent() && world.chance.is(isUp() ? UNNOTICED : 0.5);
        return Optional.ofNullable(stray ? former : current)
                .filter(life -> life.engine().isPresent());
    }

    /** Does what may crash control planes. */
    void guard(Runnable work) {
        try {
            work.run();
        } catch (Crash crash) {
            ended(crash);
        }

        for (Life life : alive()) {
            Crash late = life.machine().late();
            if (late != null) {
                ended(late);
            } else {
                life.machine().nudge();
            }
        }
    }

    private List<Life> alive() {
        return Stream.of(Optional.ofNullable(current), Optional.ofNullable(former))
                .flatMap(Optional::stream)
                .toList();
    }

    void start() {
        VirtualMachine machine = new VirtualMachine(world, this::ended);
        Life life = new Life(++lives, machine, seat);
        current = life;
        world.trace.say("the control plane starts, %s", life);
        Workspace workspace = new Workspace(Path.of("/nowhere"));
        try {
            life.started(new Engine.Builder(
                            seat.take(machine),
                            workspace,
                            settings,
                            launcher,
                            new DriverTokens(),
                            Secrets.NONE,
                            machine)
                    .start());
        } catch (RuntimeException e) {
            world.trace.say("it cannot start: %s", e);
            throw new Crash(machine, "start failed");
        }
    }

    /** Killed from outside. */
    void kill() {
        if (current != null) {
            ended(current, "killed");
        }
    }

    /** Told to leave; what is queued is still carried out. */
    void leave() {
        if (current != null) {
            leave(current);
        }
    }

    private void leave(Life life) {
        life.engine().ifPresent(Engine::close);
        ended(life, "left");
    }

    /** Lets another one take over from the one that leads, which goes on, if chance says so and no former one lives. */
    void maybeSupplant() {
        Life life = current;
        if (life == null || former != null || !world.strikes(Fault.SUPPLANTED)) {
            return;
        }

        world.trace.say("%s is supplanted", life);
        life.seat().lose();
        former = life;
        current = null;
        seat = freeSeat();
        startSoon();
        long belief = world.chance.seldomMost(100, LONGEST_BELIEF);
        world.agenda.after(belief, "end of belief", life, () -> endBelief(life));
    }

    private void endBelief(Life life) {
        if (life != former) {
            return;
        }

        if (world.chance.is(0.5)) {
            ended(life, "killed");
        } else {
            leave(life);
        }
    }

    /** Only the one that leads is left. */
    void endFormer() {
        if (former != null) {
            ended(former, "killed");
        }
    }

    private void ended(Crash crash) {
        alive().stream()
                .filter(life -> life.machine() == crash.machine())
                .forEach(life -> ended(life, crash.getMessage()));
    }

    private void ended(Life life, String how) {
        world.trace.say("%s is gone: %s", life, how);
        storage.cut(life.seat());
        life.end();
        if (life == former) {
            former = null;
        } else {
            current = null;
            startSoon();
        }
    }

    private void startSoon() {
        world.agenda.after(world.chance.seldomMost(10, SLOWEST_RESTART), "start", "control plane", this::start);
    }
}
