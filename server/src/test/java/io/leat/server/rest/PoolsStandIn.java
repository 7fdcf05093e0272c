package io.leat.server.rest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pools in memory. */
final class PoolsStandIn implements PoolsApi {
    final Map<String, Integer> slots = new TreeMap<>();

    @Override
    public List<Pool> pools() {
        return slots.entrySet().stream()
                .map(pool -> new Pool(pool.getKey(), pool.getValue(), 1, 2))
                .toList();
    }

    @Override
    public void set(String name, int number) {
        slots.put(name, number);
    }

    @Override
    public void delete(String name) {
        slots.remove(name);
    }
}
