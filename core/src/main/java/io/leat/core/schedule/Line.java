package io.leat.core.schedule;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The task runs that wait for one kind of driver and one pool, or none: where one of them can start, the others can. */
final class Line<K> {
    private static final String NO_POOL = "";

    private final @Nullable Pool<K> pool;
    private final NavigableMap<Turn<K>, NavigableMap<Turn<K>, NavigableMap<Long, Waiting<K>>>> byTurn = new TreeMap<>();
    private final NavigableMap<Long, Waiting<K>> byAge = new TreeMap<>();
    private int passedOver;

    Line(@Nullable Pool<K> pool) {
        this.pool = pool;
    }

    /** What tells it from the other lines for a kind of driver. */
    static String name(@Nullable Pool<?> pool) {
        return pool == null ? NO_POOL : pool.name();
    }

    boolean isEmpty() {
        return byAge.isEmpty();
    }

    /** Whether there is one that could start if there were a driver for it. */
    boolean isOpen() {
        return !isEmpty() && (pool == null || pool.isOpen());
    }

    void add(Waiting<K> waiting) {
        byAge.put(waiting.since(), waiting);
        byTurn.computeIfAbsent(waiting.job(), job -> new TreeMap<>())
                .computeIfAbsent(waiting.run(), run -> new TreeMap<>())
                .put(waiting.since(), waiting);
        waiting.job().lines().add(this);
        waiting.run().lines().add(this);
    }

    void remove(Waiting<K> waiting) {
        if (byAge.firstKey() == waiting.since()) {
            passedOver = 0;
        }

        byAge.remove(waiting.since());
        NavigableMap<Turn<K>, NavigableMap<Long, Waiting<K>>> runs = byTurn.get(waiting.job());
        NavigableMap<Long, Waiting<K>> tasks = runs.get(waiting.run());
        tasks.remove(waiting.since());
        if (tasks.isEmpty()) {
            runs.remove(waiting.run());
            waiting.run().lines().remove(this);
        }

        if (runs.isEmpty()) {
            byTurn.remove(waiting.job());
            waiting.job().lines().remove(this);
        }
    }

    /** Whose turn it is; not for an empty line. */
    Waiting<K> next() {
        return byTurn.firstEntry()
                .getValue()
                .firstEntry()
                .getValue()
                .firstEntry()
                .getValue();
    }

    /** Who has waited longest; not for an empty line. */
    Waiting<K> oldest() {
        return byAge.firstEntry().getValue();
    }

    /** Oldest first. */
    List<Waiting<K>> all() {
        return List.copyOf(byAge.values());
    }

    /** A task run was started while one of these could have been. */
    void passedBy(Waiting<K> started) {
        if (oldest().isOlderThan(started)) {
            passedOver++;
        }
    }

    /** Whether its oldest goes next, whoever's turn it is. */
    boolean isOverdue() {
        return passedOver >= ReadyQueue.PATIENCE;
    }

    /** Takes a job out, whose place among the jobs is about to change; {@link #put} takes it in again. */
    NavigableMap<Turn<K>, NavigableMap<Long, Waiting<K>>> take(Turn<K> job) {
        return byTurn.remove(job);
    }

    void put(Turn<K> job, NavigableMap<Turn<K>, NavigableMap<Long, Waiting<K>>> runs) {
        byTurn.put(job, runs);
    }

    /** The runs of a job that has something waiting here. */
    NavigableMap<Turn<K>, NavigableMap<Long, Waiting<K>>> runs(Turn<K> job) {
        return byTurn.get(job);
    }
}
