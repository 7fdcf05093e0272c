package io.leat.lab.simulation;

import io.leat.server.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One process of the control plane, from its start to its end. */
final class Life {
    private final int number;
    private final VirtualMachine machine;
    private final Seat seat;
    private final List<Runnable> broken = new ArrayList<>();
    private @Nullable Engine engine;

    Life(int number, VirtualMachine machine, Seat seat) {
        this.number = number;
        this.machine = machine;
        this.seat = seat;
    }

    /** Its engine is up. */
    void started(Engine up) {
        engine = up;
    }

    /** Empty before it is up, and when it has ended. */
    Optional<Engine> engine() {
        return Optional.ofNullable(engine);
    }

    VirtualMachine machine() {
        return machine;
    }

    Seat seat() {
        return seat;
    }

    /** Does this when the process ends. */
    Runnable whenBroken(Runnable work) {
        broken.add(work);
        return () -> broken.remove(work);
    }

    /** Nothing happens in it any more, and whoever waits for it hears of that. */
    void end() {
        machine.off();
        engine = null;
        List<Runnable> all = List.copyOf(broken);
        broken.clear();
        all.forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return "life " + number;
    }
}
