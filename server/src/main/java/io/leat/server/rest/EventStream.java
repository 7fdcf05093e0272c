package io.leat.server.rest;

import io.leat.core.json.Json;
import io.leat.server.rest.RunFeedApi.RunEvent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Server-sent events to one client, written without ever blocking: a client that stops reading holds up nobody. One
 * that falls too far behind is sent what was queued and then ended; it comes back with the number of the last event it
 * has.
 */
final class EventStream implements Consumer<RunEvent>, WriteListener {
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    private static final int MOST_WAITING = 20_000;

    private final ServletOutputStream out;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean open;
    private boolean unflushed;
    private boolean last;

    EventStream(ServletOutputStream out) {
        this.out = out;
    }

    /** Completes when all is sent, or the client is gone. */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void accept(RunEvent event) {
        String text = "id: " + event.seq() + "\ndata: " + Json.write(event.json()) + "\n\n";
        send(text.getBytes(StandardCharsets.UTF_8), event.end());
    }

    /** Keeps the connection from being taken for dead, and notices when it is. */
    void beat() {
        send(HEARTBEAT, false);
    }

    @Override
    public void onWritePossible() throws IOException {
        synchronized (this) {
            open = true;
        }

        endIf(drain());
    }

    @Override
    public void onError(Throwable cause) {
        endIf(true);
    }

    private void send(byte[] bytes, boolean isLast) {
        synchronized (this) {
            if (last) {
                return;
            }

            waiting.add(bytes);
            last = isLast || waiting.size() >= MOST_WAITING;
        }

        try {
            endIf(drain());
        } catch (IOException e) {
            onError(e);
        }
    }

    /** Whether everything is written and nothing comes any more. */
    private synchronized boolean drain() throws IOException {
        while (open && out.isReady()) {
            byte[] next = waiting.poll();
            if (next != null) {
                out.write(next);
                unflushed = true;
            } else if (unflushed) {
                unflushed = false;
                out.flush();
            } else {
                return last;
            }
        }

        return false;
    }

    /** On another thread, since whoever sends may hold locks that closing the subscription needs. */
    private void endIf(boolean finished) {
        if (finished) {
            done.completeAsync(() -> null);
        }
    }
}
