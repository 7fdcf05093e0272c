package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run, read on a thread of its own. When the stream breaks, as when the control plane is restarted, it is
 * opened anew after the last event that came.
 */
final class EventFeed {
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 500;

    private final RunView run;
    private final Supplier<Client> server;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private long last;

    private EventFeed(RunView run, Supplier<Client> server) {
        this.run = run;
        this.server = server;
    }

    /**
     * The events of a run, from its first to the end that is waited for.
     *
     * @param server finds the control plane, wherever it is by now
     */
    static EventFeed open(RunView run, Supplier<Client> server) {
        EventFeed feed = new EventFeed(run, server);
        Thread reader = new Thread(feed::read, "events");
        reader.setDaemon(true);
        reader.start();
        return feed;
    }

    /** An event, or why no more can be had. */
    private record Item(JsonNode event, @Nullable RuntimeException failure) {}

    /** Events that have come, after waiting at most so long for a first one. */
    List<JsonNode> poll(long millis) {
        List<Item> items = new ArrayList<>();
        try {
            Item first = queue.poll(millis, TimeUnit.MILLISECONDS);
            if (first != null) {
                items.add(first);
                queue.drainTo(items);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(ErrorCode.TEMPORARILY_UNAVAILABLE, "Interrupted while following the run.", e);
        }
        List<JsonNode> events = new ArrayList<>();
        for (Item item : items) {
            if (item.failure != null) {
                throw item.failure;
            }
            events.add(item.event);
        }
        return events;
    }

    private void read() {
        @Nullable RuntimeException failure = null;
        for (int failures = 0; failures < TRIES; ) {
            long before = last;
            try {
                if (readStream()) {
                    return;
                }
                failure = broken(null);
            } catch (IOException e) {
                failure = broken(e);
            } catch (RuntimeException e) {
                failure = e;
            }
            failures = last > before ? 0 : failures + 1;
            Pause.millis(PAUSE_MILLIS);
        }
        queue.add(new Item(Json.object(), failure));
    }

    /** Reads one stream to its end; whether that was the end of the run. */
    private boolean readStream() throws IOException {
        String path = Client.LEAT + "runs/" + run.runId() + "/events?after=" + last;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(server.get().stream(path), StandardCharsets.UTF_8))) {
            boolean ended = false;
            StringBuilder data = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("data:")) {
                    data.append(line, 5, line.length());
                } else if (line.isEmpty() && data.length() > 0) {
                    ended |= accept(Json.mapper().readTree(data.toString()));
                    data.setLength(0);
                }
            }
            return ended;
        }
    }

    private boolean accept(JsonNode event) {
        last = Math.max(last, event.path("seq").asLong());
        queue.add(new Item(event, null));
        return run.isEnd(event);
    }

    private RuntimeException broken(@Nullable IOException cause) {
        return new LeatException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The events of run %d stopped coming: %s. The run itself goes on; look at it with: leat runs get %d"
                        .formatted(
                                run.runId(),
                                cause == null ? "the stream ended early" : cause.getMessage(),
                                run.runId()),
                cause);
    }
}
