package io.leat.server.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C and its like, counted instead of ending the process; and whether the terminal has changed its size. */
final class Interrupts {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean resized = new AtomicBoolean();

    static Interrupts catchAll() {
        Interrupts interrupts = new Interrupts();
        for (String signal : new String[] {"INT", "TERM", "HUP"}) {
            Signals.register(signal, interrupts.count::incrementAndGet);
        }
        Signals.register("WINCH", () -> interrupts.resized.set(true));
        return interrupts;
    }

    /** As if Ctrl-C had been typed. */
    void interrupt() {
        count.incrementAndGet();
    }

    int count() {
        return count.get();
    }

    /** Whether the size has changed since this was last asked. */
    boolean takeResized() {
        return resized.getAndSet(false);
    }
}
