package io.leat.lab.simulation;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.launch.DriverLauncher;
import io.leat.server.launch.DriverProcess;
import io.leat.server.launch.DriverSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The processes of drivers, which live on when the control plane does not. */
final class Processes implements DriverLauncher {
    private static final int KILLED = 137;
    private static final long LONGEST_BOOT = 6_000;
    private static final long SLOW_BOOT = 240_000;
    private static final long LONGEST_STOP = 200_000;

    private final World world;
    private final Map<Long, Simulated> processes = new LinkedHashMap<>();
    private @Nullable Function<Simulated, Agent> agents;

    Processes(World world) {
        this.world = world;
    }

    void run(Function<Simulated, Agent> program) {
        agents = program;
    }

    @Override
    public DriverProcess start(DriverSpec spec) {
        if (world.strikes(Fault.LAUNCH_FAILS)) {
            world.truth.launchFailed();
            throw new LeatException(ErrorCode.INVALID_STATE, "No program spark-submit is there.");
        }

        Simulated process = new Simulated(spec.driverId(), processes.size() + 1L, world.agenda.clock());
        processes.put(process.pid, process);
        long boot = world.strikes(Fault.LAUNCH_SLOW)
                ? world.chance.between(LONGEST_BOOT, SLOW_BOOT)
                : world.chance.between(300, LONGEST_BOOT);
        world.agenda.after(boot, "boot", process, process::boot);
        return new Handle(process);
    }

    @Override
    public Optional<DriverProcess> attach(String driverId, long pid, long startedAt) {
        return Optional.ofNullable(processes.get(pid))
                .filter(process -> process.alive && process.startedAt == startedAt)
                .map(Handle::new);
    }

    List<Simulated> alive() {
        return processes.values().stream().filter(process -> process.alive).toList();
    }

    /** A driver's process. */
    final class Simulated {
        final String driverId;
        private final long pid;
        private final long startedAt;
        private final List<Handle> handles = new ArrayList<>();
        private final List<Runnable> held = new ArrayList<>();
        private boolean alive = true;
        private boolean stopped;
        private @Nullable Agent agent;

        Simulated(String driverId, long pid, long startedAt) {
            this.driverId = driverId;
            this.pid = pid;
            this.startedAt = startedAt;
        }

        private void boot() {
            whileAlive(() -> {
                if (world.strikes(Fault.DRIVER_DIES)) {
                    world.truth.launchFailed();
                    die(1);
                } else if (agents != null) {
                    agent = agents.apply(this);
                    agent.live();
                }
            });
        }

        Optional<Agent> agent() {
            return Optional.ofNullable(agent);
        }

        /** Does this now; when it goes on, if it is stopped; and never, if it is dead. */
        void whileAlive(Runnable work) {
            if (stopped) {
                held.add(work);
            } else if (alive) {
                work.run();
            }
        }

        /** Plans a piece of work of the process. */
        void after(long millis, String what, Object about, Runnable work) {
            world.agenda.after(millis, what, about, () -> whileAlive(work));
        }

        /** It is halted, and goes on after a while, or never. */
        void stop() {
            stopped = true;
            if (world.chance.is(0.5)) {
                world.agenda.after(world.chance.seldomMost(500, LONGEST_STOP), "goes on", this, this::goOn);
            }
        }

        private void goOn() {
            stopped = false;
            List<Runnable> all = List.copyOf(held);
            held.clear();
            all.forEach(this::whileAlive);
        }

        void die(int status) {
            if (alive) {
                alive = false;
                world.trace.say("process %s is dead (%d)", this, status);
                world.truth.died(driverId);
                List.copyOf(handles).forEach(handle -> handle.noticed(status));
            }
        }

        @Override
        public String toString() {
            return driverId;
        }
    }

    /** A process as the control plane has it in hand. */
    private final class Handle implements DriverProcess {
        private final Simulated process;
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();

        Handle(Simulated process) {
            this.process = process;
            process.handles.add(this);
        }

        private void noticed(int status) {
            world.agenda.after(world.chance.seldomMost(1, 200), "exit noticed", process, () -> exit.complete(status));
        }

        @Override
        public long pid() {
            return process.pid;
        }

        @Override
        public long startedAt() {
            return process.startedAt;
        }

        @Override
        public boolean isAlive() {
            return process.alive;
        }

        @Override
        public void kill() {
            process.die(KILLED);
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return exit;
        }

        @Override
        public Path log() {
            return Path.of("/nowhere");
        }
    }
}
