package io.leat.lab.simulation;

import io.leat.server.engine.Machine;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The machine of one life of the control plane. Its engine's loop is turned from the agenda, with as much work at a time
 * as chance says; while somebody waits for a piece of work, other requests may come in beside it.
 */
final class VirtualMachine implements Machine {
    private static final int MOST_DEPTH = 3;
    private static final long ASIDE_WITHIN = 5;
    private static final long SLOWEST_TURN = 4;
    private static final int ALL = 1_000;

    private final World world;
    private final Consumer<Crash> elsewhere;
    private @Nullable Turns loop;
    private @Nullable Crash late;
    private boolean off;
    private boolean turnPlanned;
    private int depth;

    /** @param elsewhere is told of the end of another process, which came beside the work of this one */
    VirtualMachine(World world, Consumer<Crash> elsewhere) {
        this.world = world;
        this.elsewhere = elsewhere;
    }

    @Override
    public long now() {
        return world.agenda.clock();
    }

    @Override
    public void after(long millis, Runnable work) {
        world.agenda.after(millis, Agenda.Sort.SIDE, "timer", "", () -> whileOn(work));
    }

    @Override
    public void aside(String name, Runnable work) {
        world.agenda.after(world.chance.between(0, 50), "aside", name, () -> whileOn(work));
    }

    private void whileOn(Runnable work) {
        if (!off) {
            work.run();
        }
    }

    @Override
    public UUID unique() {
        return world.chance.uuid();
    }

    @Override
    public void turn(Turns turns) {
        loop = turns;
    }

    /** Plans a turn when there is work and none is planned. */
    void nudge() {
        if (!off && !turnPlanned && loop != null && loop.waiting() > 0) {
            turnPlanned = true;
            long pause = world.chance.is(0.5) ? 0 : world.chance.between(0, SLOWEST_TURN);
            world.agenda.after(pause, "turn", "", this::turnPlanned);
        }
    }

    private void turnPlanned() {
        turnPlanned = false;
        if (!off && loop != null && loop.waiting() > 0) {
            turnOnce(loop);
        }
    }

    private void turnOnce(Turns turns) {
        try {
            turns.next(world.chance.is(0.3) ? 1 + world.chance.below(3) : ALL);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a simulation", e);
        } catch (RuntimeException e) {
            throw new Crash(this, "the engine cannot go on: " + e); // as a machine with threads does
        }
    }

    @Override
    public <T> T await(CompletableFuture<T> coming) throws InterruptedException, ExecutionException {
        depth++;
        try {
            while (!coming.isDone()) {
                turnFor(coming);
            }

            return coming.get();
        } finally {
            depth--;
        }
    }

    private void turnFor(CompletableFuture<?> coming) {
        if (off || loop == null) {
            throw new Crash(this, "the machine is off");
        }

        boolean others = depth <= MOST_DEPTH && world.chance.is(0.3) && stepAside();
        if (others || coming.isDone()) {
            return;
        }

        try {
            turnOnce(loop);
        } catch (Crash crash) {
            if (!coming.isDone()) {
                throw crash;
            }

            late = crash; // the answer had left before the machine went off
            off = true;
        }
    }

    private boolean stepAside() {
        try {
            return world.agenda.stepAside(ASIDE_WITHIN);
        } catch (Crash crash) {
            if (crash.machine() == this) {
                throw crash;
            }

            elsewhere.accept(crash);
            return true;
        }
    }

    /** The crash that came just after an answer had left, if one did. */
    @Nullable
    Crash late() {
        return late;
    }

    void off() {
        off = true;
    }

    @Override
    public void close() {
        while (loop != null && !off && loop.waiting() > 0) {
            turnOnce(loop);
        }

        off = true;
    }
}
