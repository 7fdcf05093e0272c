package io.leat.server.rest;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One run, 7, whose events a test tells. */
final class FeedStandIn implements RunFeedApi {
    private final List<RunEvent> stored = new ArrayList<>();
    private final List<Consumer<RunEvent>> consumers = new ArrayList<>();
    final AtomicInteger closed = new AtomicInteger();

    static RunEvent event(long seq) {
        return new RunEvent(seq, Json.object().put("seq", seq).put("type", "task"), false);
    }

    static RunEvent last(long seq) {
        return new RunEvent(seq, Json.object().put("seq", seq).put("type", "run"), true);
    }

    synchronized void tell(RunEvent event) {
        stored.add(event);
        consumers.forEach(consumer -> consumer.accept(event));
    }

    synchronized int listening() {
        return consumers.size();
    }

    @Override
    public synchronized Subscription subscribe(long runId, long after, Consumer<RunEvent> consumer) {
        if (runId != 7) {
            throw new LeatException(ErrorCode.RESOURCE_DOES_NOT_EXIST, "Run %d does not exist.".formatted(runId));
        }

        stored.stream().filter(event -> event.seq() > after).forEach(consumer);
        consumers.add(consumer);
        return () -> close(consumer);
    }

    private synchronized void close(Consumer<RunEvent> consumer) {
        consumers.remove(consumer);
        closed.incrementAndGet();
    }

    @Override
    public InputStream log(long taskRunId, long offset) {
        byte[] log = "zero\nönce\n".getBytes(StandardCharsets.UTF_8);
        int from = (int) Math.min(offset, log.length);
        return new ByteArrayInputStream(log, from, log.length - from);
    }
}
