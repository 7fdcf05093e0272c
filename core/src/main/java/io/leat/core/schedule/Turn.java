package io.leat.core.schedule;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One that takes turns with its like: a job among jobs, a run among the runs of its job. The higher priority goes first;
 * among equals, the one whose last turn is longest ago.
 */
final class Turn<K> implements Comparable<Turn<K>> {
    private static final Comparator<Turn<?>> ORDER =
            Comparator.<Turn<?>>comparingInt(turn -> -turn.priority).thenComparingLong(turn -> turn.last);

    private final int priority;
    private final Set<Line<K>> lines = new LinkedHashSet<>();
    private long last;
    private int waiting;

    /** @param last a number that no other turn has; a greater one was taken later */
    Turn(int priority, long last) {
        this.priority = priority;
        this.last = last;
    }

    /** The lines in which it has something waiting. */
    Set<Line<K>> lines() {
        return lines;
    }

    /** Only while it is in no sorted collection. */
    void taken(long now) {
        last = now;
    }

    void joined() {
        waiting++;
    }

    /** Whether nothing of it waits any more. */
    boolean left() {
        return --waiting == 0;
    }

    @Override
    public int compareTo(Turn<K> other) {
        return ORDER.compare(this, other);
    }
}
