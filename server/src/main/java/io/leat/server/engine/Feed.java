package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.rest.RunFeedApi.RunEvent;
import io.leat.server.rest.RunFeedApi.Subscription;
import io.leat.server.store.EventTable.EventRow;
import io.leat.server.store.Store;
import io.leat.server.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who watches which run, and brings them its events as they become durable. For the engine's thread. */
final class Feed {
    private static final int PAGE = 1_000;

    private final Loop loop;
    private final Store store;
    private final Map<Long, List<Watcher>> watchers = new HashMap<>();

    Feed(Loop loop, Store store) {
        this.loop = loop;
        this.store = store;
    }

    /**
     * Gives the stored events after this one, then all that follow. Not for the engine's own thread.
     *
     * @throws LeatException when there is no such run
     */
    Subscription subscribe(long runId, long after, Consumer<RunEvent> consumer) {
        return loop.callAfter(() -> open(runId, new Watcher(consumer, after)));
    }

    private Subscription open(long runId, Watcher watcher) {
        long last = store.read(tables -> last(tables, runId));
        List<EventRow> page;
        do {
            page = store.read(tables -> tables.events().after(runId, watcher.last, PAGE));
            page.forEach(event -> watcher.give(event, last));
        } while (page.size() == PAGE);
        watchers.computeIfAbsent(runId, id -> new ArrayList<>()).add(watcher);
        return () -> loop.submit(later -> remove(runId, watcher));
    }

    private static long last(Tables tables, long runId) {
        if (tables.runs().find(runId).isEmpty()) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "Run %d does not exist.".formatted(runId));
        }

        return tables.events().last(runId);
    }

    private boolean remove(long runId, Watcher watcher) {
        List<Watcher> left = watchers.getOrDefault(runId, new ArrayList<>());
        boolean removed = left.remove(watcher);
        if (left.isEmpty()) {
            watchers.remove(runId);
        }

        return removed;
    }

    void publish(List<EventRow> events) {
        Map<Long, Long> last = new HashMap<>();
        events.forEach(event -> last.put(event.runId(), event.seq()));
        for (EventRow event : events) {
            watchers.getOrDefault(event.runId(), List.of())
                    .forEach(watcher -> watcher.give(event, last.get(event.runId())));
        }
    }

    /** An event that is not stored; whoever looks later does not see it. */
    void pass(long runId, long seq, ObjectNode event) {
        watchers.getOrDefault(runId, List.of())
                .forEach(watcher -> watcher.consumer.accept(new RunEvent(seq, event, false)));
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    private static final class Watcher {
        private final Consumer<RunEvent> consumer;
        private long last;

        Watcher(Consumer<RunEvent> consumer, long last) {
            this.consumer = consumer;
            this.last = last;
        }

        /** An end that a repair follows is none. */
        void give(EventRow event, long newest) {
            if (event.seq() > last) {
                last = event.seq();
                ObjectNode json = Json.read(event.body(), ObjectNode.class);
                consumer.accept(new RunEvent(event.seq(), json, event.seq() == newest && isEnd(json)));
            }
        }

        private static boolean isEnd(ObjectNode json) {
            return "run".equals(json.path("type").asText())
                    && json.path("state").has("result_state");
        }
    }
}
