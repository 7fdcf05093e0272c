package io.leat.server.engine;

import io.leat.server.store.EventTable.EventRow;
import io.leat.server.store.LineageStore.EdgeRow;
import io.leat.server.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One transaction in the making: what was done in it, and what is to be done once it is durable. */
final class Step {
    private final Tables tables;
    private final long now;
    private final List<Runnable> effects = new ArrayList<>();
    private final List<EventRow> events = new ArrayList<>();
    private final Map<Long, Long> firstEvents = new HashMap<>();
    private final List<EdgeRow> edges = new ArrayList<>();
    private boolean memoryMoved;

    Step(Tables tables, long now) {
        this.tables = tables;
        this.now = now;
    }

    Tables tables() {
        return tables;
    }

    /** One time for all that happens in this transaction, in epoch milliseconds. */
    long now() {
        return now;
    }

    /** Does this when the transaction is durable, and never if it fails. */
    void after(Runnable effect) {
        effects.add(effect);
    }

    /** What is committed together carries the same number in a run: that of its first event in this transaction. */
    long transaction(long runId, long seq) {
        return firstEvents.computeIfAbsent(runId, id -> seq);
    }

    void event(EventRow event) {
        tables.events().append(event);
        events.add(event);
    }

    void edge(EdgeRow edge) {
        edges.add(edge);
    }

    /** Says that what the engine holds in memory is no longer what was committed before. */
    void movedMemory() {
        memoryMoved = true;
    }

    boolean hasMovedMemory() {
        return memoryMoved;
    }

    List<Runnable> effects() {
        return effects;
    }

    List<EventRow> events() {
        return events;
    }

    List<EdgeRow> edges() {
        return edges;
    }
}
