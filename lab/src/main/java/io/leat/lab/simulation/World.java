package io.leat.lab.simulation;

import org.jspecify.annotations.Nullable;

/** What all parts of one world share. */
final class World {
    private static final long MOST_CLOCK_OFF = 600_000;

    final Trace trace;
    final Chance chance;
    final Agenda agenda;
    final Weather weather;
    final Truth truth = new Truth();

    private @Nullable Violation violation;

    World(long seed, boolean traced) {
        trace = new Trace(traced);
        chance = new Chance(seed);
        agenda = new Agenda(trace);
        trace.timedBy(agenda::now);
        weather = new Weather(chance, trace);
    }

    /** Remembers what must not be where an engine would catch it. */
    void blame(Violation found) {
        if (violation == null) {
            violation = found;
        }
    }

    void throwBlame() {
        if (violation != null) {
            throw violation;
        }
    }

    boolean strikes(Fault fault) {
        return weather.strikes(fault);
    }

    void jump() {
        agenda.setClockOff(chance.between(-MOST_CLOCK_OFF, MOST_CLOCK_OFF));
    }
}
