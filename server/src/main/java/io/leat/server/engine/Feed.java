package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.rest.RunFeedApi.RunEvent;
import io.leat.server.rest.RunFeedApi.Subscription;
import io.leat.server.store.EventTable.EventRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who watches which run, and brings them its events as they become durable. For the engine's thread. */
final class Feed {
    private static final int PAGE = 1_000;

    private final Loop loop;
    private final Map<Long, List<Watcher>> watchers = new HashMap<>();

    Feed(Loop loop) {
        this.loop = loop;
    }

    /** Gives the stored events after this one, then all that follow. */
    Subscription subscribe(Step step, long runId, long after, Consumer<RunEvent> consumer) {
        if (step.tables().runs().find(runId).isEmpty()) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "Run %d does not exist.".formatted(runId));
        }

        Watcher watcher = new Watcher(consumer, after);
        long last = step.tables().events().last(runId);
        List<EventRow> page;
        do {
            page = step.tables().events().after(runId, watcher.last, PAGE);
            page.forEach(event -> watcher.give(event, last));
        } while (page.size() == PAGE);
        watchers.computeIfAbsent(runId, id -> new ArrayList<>()).add(watcher);
        return () -> loop.submit(later -> remove(runId, watcher));
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
