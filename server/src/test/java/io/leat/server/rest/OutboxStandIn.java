package io.leat.server.rest;

import io.leat.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An outbox in memory: when each entry came, by its id. */
final class OutboxStandIn implements OutboxApi {
    final Map<String, Long> entries = new TreeMap<>();

    @Override
    public List<Entry> open(int limit) {
        return entries.entrySet().stream()
                .limit(limit)
                .map(entry -> new Entry(
                        entry.getKey(), entry.getValue(), Json.object().put("event_type", "jobs.on_start")))
                .toList();
    }

    @Override
    public void acknowledge(List<String> entryIds) {
        entryIds.forEach(entries::remove);
    }
}
