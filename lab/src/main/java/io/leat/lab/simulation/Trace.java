package io.leat.lab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What happened, line by line, when somebody wants to know. */
final class Trace {
    private final boolean wanted;
    private final List<String> lines = new ArrayList<>();
    private LongSupplier time = () -> 0;

    Trace(boolean wanted) {
        this.wanted = wanted;
    }

    void timedBy(LongSupplier clock) {
        time = clock;
    }

    void say(String format, Object... words) {
        if (wanted) {
            lines.add(String.format(Locale.ROOT, "%10.3f  ", time.getAsLong() / 1_000.0)
                    + String.format(Locale.ROOT, format, words));
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
