package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Consumer;

/** What runs tell while they go: events, and the logs of task runs. */
public interface RunFeedApi {
    /**
     * Gives every stored event of the run after {@code after}, then those that come, in order and without gaps. The
     * consumer never blocks and may be called from any thread, one call at a time.
     *
     * @throws io.leat.core.error.LeatException when there is no such run
     */
    Subscription subscribe(long runId, long after, Consumer<RunEvent> consumer);

    /**
     * A task run's log from a byte offset on; empty when there is no more yet. The caller closes it.
     *
     * @throws io.leat.core.error.LeatException when there is no such task run
     */
    InputStream log(long taskRunId, long offset);

    /** Ends the delivery of events when closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * One event as clients see it.
     *
     * @param seq of this event, or, of one that is not stored, of the stored one before it
     * @param json the whole event, {@code seq} included
     * @param end whether it is the run's terminal event, after which none comes unless the run is repaired
     */
    record RunEvent(long seq, ObjectNode json, boolean end) {
        public RunEvent {
            Objects.requireNonNull(json, "json is null");
        }
    }
}
