package io.leat.server.rest;

import io.javalin.http.Context;
import io.leat.server.rest.RunFeedApi.Subscription;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** All open event streams; none holds a thread. */
final class EventStreams implements AutoCloseable {
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "leat-event-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    EventStreams(long beatMillis) {
        heart.scheduleAtFixedRate(() -> open.forEach(EventStream::beat), beatMillis, beatMillis, TimeUnit.MILLISECONDS);
    }

    /** Answers with a stream of events for as long as there are any and the client stays. */
    void open(Context ctx, Function<EventStream, Subscription> subscribe) {
        EventStream stream = new EventStream(output(ctx));
        open.add(stream); // before there is anything to close, so that a server that closes now closes this one too
        Subscription subscription = subscribed(stream, subscribe);
        stream.done().whenComplete((nothing, failure) -> {
            open.remove(stream);
            subscription.close();
        });
        if (closed) {
            stream.onError(leaving()); // it came after the others were ended, perhaps as the second try of one of them
        }

        ctx.contentType("text/event-stream").header("Cache-Control", "no-cache");
        ctx.future(() -> start(ctx, stream));
    }

    /** Fails before anything is sent. */
    private Subscription subscribed(EventStream stream, Function<EventStream, Subscription> subscribe) {
        try {
            return subscribe.apply(stream);
        } catch (RuntimeException e) {
            open.remove(stream);
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
        heart.shutdownNow();
        open.forEach(stream -> stream.onError(leaving()));
    }

    private static IOException leaving() {
        return new IOException("the control plane leaves");
    }

    private static CompletableFuture<Void> start(Context ctx, EventStream stream) {
        try {
            ctx.res().flushBuffer();
            ctx.res().getOutputStream().setWriteListener(stream);
        } catch (IOException e) {
            stream.onError(e);
        }

        return stream.done();
    }

    private static ServletOutputStream output(Context ctx) {
        try {
            return ctx.res().getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
