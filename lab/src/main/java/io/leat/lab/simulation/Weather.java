package io.leat.lab.simulation;

import java.util.EnumMap;
import java.util.Map;

/** Which faults strike, and how many did. Each world has weather of its own: some faults never, some often. */
final class Weather {
    private static final double NEVER = 0.3;
    private static final double OFTEN = 4;
    private static final double SELDOM = 0.4;

    private final Chance chance;
    private final Trace trace;
    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private boolean calm;

    Weather(Chance chance, Trace trace) {
        this.chance = chance;
        this.trace = trace;
        for (Fault fault : Fault.values()) {
            double times = chance.is(NEVER) ? 0 : chance.is(0.5) ? OFTEN : chance.is(0.5) ? 1 : SELDOM;
            rates.put(fault, fault.rate() * times);
        }
    }

    /** Whether this fault strikes now. */
    boolean strikes(Fault fault) {
        if (calm || !chance.is(rates.getOrDefault(fault, 0.0))) {
            return false;
        }

        struck.merge(fault, 1, Integer::sum);
        trace.say("!! %s", fault);
        return true;
    }

    /** From now on nothing goes wrong. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    Map<Fault, Integer> struck() {
        return struck;
    }
}
