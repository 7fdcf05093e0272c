package io.leat.server.engine;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Task runs that can start and have no driver yet, by the pool they want one of, in the order they became ready. */
final class ReadyTasks {
    private final Map<PoolKey, Queue<Long>> byPool = new LinkedHashMap<>();

    void add(PoolKey pool, long taskRunId) {
        byPool.computeIfAbsent(pool, key -> new ArrayDeque<>()).add(taskRunId);
    }

    /** The pools that are waited for, as they are now. */
    List<PoolKey> pools() {
        return List.copyOf(byPool.keySet());
    }

    /** All that wait for this pool, as they are now. */
    List<Long> of(PoolKey pool) {
        Queue<Long> waiting = byPool.get(pool);
        return waiting == null ? List.of() : List.copyOf(waiting);
    }

    int size(PoolKey pool) {
        Queue<Long> waiting = byPool.get(pool);
        return waiting == null ? 0 : waiting.size();
    }

    /** The one that has waited longest for this pool, which must be waited for. */
    long first(PoolKey pool) {
        return byPool.get(pool).element();
    }

    void removeFirst(PoolKey pool) {
        Queue<Long> waiting = byPool.get(pool);
        waiting.remove();
        if (waiting.isEmpty()) {
            byPool.remove(pool);
        }
    }

    void remove(PoolKey pool) {
        byPool.remove(pool);
    }

    void clear() {
        byPool.clear();
    }
}
