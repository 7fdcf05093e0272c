package io.leat.lab.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One world from its first to its last event. First everything may go wrong; then nothing more does, and all that was
 * begun has to end.
 */
public final class Simulation {
    private static final long STORM_EVENTS = 150;
    private static final long MOST_STORM_EVENTS = 10_000;
    private static final long MOST_EVENTS = 60_000;
    private static final long LONGEST_CALM = 7_200_000;

    private final long seed;
    private final World world;
    private final ControlPlane controlPlane;
    private final Processes processes;
    private final Watch watch;
    private final Client client;
    private final Verdict verdict;

    private Simulation(long seed, boolean traced, Storage storage) {
        this.seed = seed;
        world = new World(seed, traced);
        watch = new Watch(world, storage);
        processes = new Processes(world);
        controlPlane = new ControlPlane(world, storage, processes, watch::committed);
        Network network = new Network(world, controlPlane);
        Checks checks = new Checks(storage);
        Tables tables = new Tables(world);
        processes.run(process -> new Agent(world, process, tables, network, checks, watch));
        client = new Client(world, network, watch, checks);
        verdict = new Verdict(world, watch, tables, storage);
    }

    /**
     * How a world went.
     *
     * @param events how much happened
     * @param faults how often each fault struck
     * @param failure what was wrong; null if nothing was
     * @param trace what happened, line by line, if that was wanted
     */
    public record Outcome(
            long seed,
            long events,
            Map<Fault, Integer> faults,
            @Nullable String failure,
            List<String> trace) {
        /** How many faults struck. */
        public int faultCount() {
            return faults.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Runs the world of this seed. */
    public static Outcome run(long seed) {
        return run(seed, false);
    }

    /** Runs the world of this seed and says what happened. */
    public static Outcome replay(long seed) {
        return run(seed, true);
    }

    private static Outcome run(long seed, boolean traced) {
        try (Storage storage = new Storage()) {
            return new Simulation(seed, traced, storage).live();
        }
    }

    private Outcome live() {
        @Nullable String failure = null;
        try {
            begin();
            storm();
            calm();
            verdict.pass();
            again();
            verdict.pass();
        } catch (Violation e) {
            failure = e.getMessage();
        } catch (RuntimeException e) {
            failure = Network.trace(e);
        }

        return new Outcome(seed, world.agenda.done(), world.weather.struck(), failure, world.trace.lines());
    }

    private void begin() {
        client.plan();
        world.agenda.after(0, "start", "control plane", controlPlane::start);
        step();
    }

    private void storm() {
        while (!client.isDone() || !watch.isQuiet()) {
            if ((world.agenda.done() > STORM_EVENTS && client.isDone()) || world.agenda.done() > MOST_STORM_EVENTS) {
                return;
            }

            step();
        }
    }

    private void calm() {
        world.trace.say("from now on nothing goes wrong");
        world.weather.calm();
        controlPlane.endFormer();
        long end = world.agenda.now() + LONGEST_CALM;
        while (!client.isDone() || !watch.isQuiet()) {
            Violation.when(
                    world.agenda.now() > end || world.agenda.done() > MOST_EVENTS, "runs %s never end", watch.active());
            step();
        }
    }

    /** One more control plane finds everything as the last one left it. */
    private void again() {
        controlPlane.guard(controlPlane::kill);
        while (!controlPlane.isUp()) {
            step();
        }
    }

    private void step() {
        Violation.when(
                world.agenda.isEmpty(), "nothing will ever happen again, and runs %s have not ended", watch.active());
        controlPlane.guard(() -> {
            meddle();
            world.agenda.step();
        });
        world.throwBlame();
    }

    private void meddle() {
        if (world.strikes(Fault.CLOCK_JUMPS)) {
            world.jump();
        }

        if (controlPlane.isUp() && world.strikes(Fault.KILLED)) {
            controlPlane.kill();
        } else if (controlPlane.isUp() && world.strikes(Fault.RESTARTED)) {
            controlPlane.leave();
        } else {
            controlPlane.maybeSupplant();
        }
    }
}
