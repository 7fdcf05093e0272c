package io.leat.core.schedule;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kind of driver that is waited for. */
final class Kind<K> {
    private final K key;
    private final Map<String, Line<K>> lines = new HashMap<>();
    private int reserved;
    private long lastStart;

    Kind(K key) {
        this.key = key;
    }

    K key() {
        return key;
    }

    Collection<Line<K>> lines() {
        return lines.values();
    }

    Line<K> line(@Nullable Pool<K> pool) {
        return lines.computeIfAbsent(Line.name(pool), name -> new Line<>(pool));
    }

    Optional<Line<K>> find(Pool<K> pool) {
        return Optional.ofNullable(lines.get(pool.name()));
    }

    void remove(Waiting<K> waiting, @Nullable Pool<K> pool) {
        Line<K> line = line(pool);
        line.remove(waiting);
        if (line.isEmpty()) {
            lines.remove(Line.name(pool));
        }
    }

    /** Driver slots kept for task runs that wait for slots of their pools. */
    int reserved() {
        return reserved;
    }

    void reserve(int more) {
        reserved += more;
    }

    void started(long starts) {
        lastStart = starts;
    }

    /** Whether there is one that could start if there were a driver. */
    boolean isWanted() {
        return lines.values().stream().anyMatch(Line::isOpen);
    }

    /** The place of the one that has waited longest. */
    long since() {
        return oldest().mapToLong(Waiting::since).min().orElse(Long.MAX_VALUE);
    }

    private Stream<Waiting<K>> oldest() {
        return lines.values().stream().filter(Line::isOpen).map(Line::oldest);
    }

    /** How many task runs were started since the one that has waited longest came, and since one of these was. */
    long passedOver(long starts) {
        long since = oldest().mapToLong(Waiting::starts).min().orElse(starts);
        return starts - Math.max(since, lastStart);
    }
}
