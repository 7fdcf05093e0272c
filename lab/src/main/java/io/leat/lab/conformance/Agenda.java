package io.leat.lab.conformance;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, in the order of virtual time; what happens at the same time, in the order it was planned. */
final class Agenda {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long now;
    private long planned;

    /** @param start in epoch milliseconds */
    Agenda(long start) {
        now = start;
    }

    private record Entry(long at, long number, Runnable work) {}

    /** In epoch milliseconds. */
    long now() {
        return now;
    }

    void at(long time, Runnable work) {
        entries.add(new Entry(Math.max(now, time), planned++, work));
    }

    /** As soon as what goes on now is done. */
    void next(Runnable work) {
        at(now, work);
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} when nothing will. */
    long nextTime() {
        return entries.isEmpty() ? Long.MAX_VALUE : entries.peek().at();
    }

    /** Lets time pass until then, with nothing in between. */
    void passTo(long time) {
        now = Math.max(now, time);
    }

    /** Lets the next thing happen. */
    void turn() {
        Entry entry = entries.remove();
        now = entry.at();
        entry.work().run();
    }
}
