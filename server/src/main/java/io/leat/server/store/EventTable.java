package io.leat.server.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What happened in each run, in order, as clients see it. */
public final class EventTable {
    private final Handle handle;

    EventTable(Handle handle) {
        this.handle = handle;
    }

    /** One event; {@code body} is its JSON. */
    public record EventRow(long runId, long seq, long at, String body) {}

    public void append(EventRow event) {
        Prepared.of(handle, "INSERT INTO event (run_id, seq, at, body) VALUES (?, ?, ?, ?)")
                .bind(event.runId())
                .bind(event.seq())
                .bind(event.at())
                .bind(event.body())
                .execute();
    }

    public List<EventRow> after(long runId, long seq, int limit) {
        return handle.createQuery("SELECT * FROM event WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?")
                .bind(0, runId)
                .bind(1, seq)
                .bind(2, limit)
                .map(row -> new EventRow(
                        row.getColumn("run_id", Long.class),
                        row.getColumn("seq", Long.class),
                        row.getColumn("at", Long.class),
                        row.getColumn("body", String.class)))
                .list();
    }

    public long last(long runId) {
        return handle.createQuery("SELECT coalesce(max(seq), 0) FROM event WHERE run_id = ?")
                .bind(0, runId)
                .mapTo(Long.class)
                .one();
    }
}
