package io.leat.lab.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, in the order of virtual time; what happens at the same time, in the order it was planned. */
final class Agenda {
    private static final long START_OF_DAY = 1_800_000_000_000L;

    private final Trace trace;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long now;
    private long planned;
    private long done;
    private long clockOff;

    Agenda(Trace trace) {
        this.trace = trace;
    }

    /** What one entry does to the control plane. */
    enum Sort {
        /** May happen while the engine is at work, as on another thread. */
        SIDE,
        /** Happens between two turns of the engine. */
        MAIN
    }

    private record Entry(long at, long number, Sort sort, String what, Object about, Runnable work) {}

    /** Steady time in milliseconds. */
    long now() {
        return now;
    }

    /** The control plane's clock in epoch milliseconds, which may be wrong. */
    long clock() {
        return START_OF_DAY + now + clockOff;
    }

    void setClockOff(long millis) {
        clockOff = millis;
    }

    /** How much has happened. */
    long done() {
        return done;
    }

    void after(long millis, String what, Object about, Runnable work) {
        after(millis, Sort.MAIN, what, about, work);
    }

    void after(long millis, Sort sort, String what, Object about, Runnable work) {
        entries.add(new Entry(now + Math.max(0, millis), planned++, sort, what, about, work));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Time passes and nothing happens: somebody was slow. */
    void pass(long millis) {
        now += millis;
    }

    /** Does what is next. */
    void step() {
        happen(entries.remove());
    }

    /** Does what is next if it may happen on the side within so many milliseconds; says whether it did. */
    boolean stepAside(long within) {
        Entry next = entries.peek();
        if (next == null || next.sort() != Sort.SIDE || next.at() > now + within) {
            return false;
        }

        happen(entries.remove());
        return true;
    }

    private void happen(Entry entry) {
        now = Math.max(now, entry.at());
        done++;
        trace.say("%s %s", entry.what(), entry.about());
        entry.work().run();
    }
}
