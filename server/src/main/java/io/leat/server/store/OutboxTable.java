package io.leat.server.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What people and systems are to be told; each entry is there exactly once, however often its event is met. */
public final class OutboxTable {
    private final Handle handle;

    OutboxTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * An entry.
     *
     * @param entryId names what is told; a second one of the same is left out
     * @param at epoch milliseconds
     * @param seq of the run's event that it tells
     * @param body its JSON
     */
    public record OutboxRow(String entryId, long at, long runId, long seq, String body) {}

    public void add(OutboxRow entry) {
        handle.createUpdate("""
                        INSERT INTO outbox (entry_id, at, run_id, seq, body)
                        VALUES (:entryId, :at, :runId, :seq, :body)
                        ON CONFLICT (entry_id) DO NOTHING""").bindMethods(entry).execute();
    }

    /** What was not acknowledged, oldest first. */
    public List<OutboxRow> open(int limit) {
        return handle.createQuery("""
                        SELECT entry_id, at, run_id, seq, body FROM outbox WHERE acknowledged_at IS NULL
                         ORDER BY at, run_id, seq, entry_id LIMIT ?""")
                .bind(0, limit)
                .map(row -> new OutboxRow(
                        row.getColumn("entry_id", String.class),
                        row.getColumn("at", Long.class),
                        row.getColumn("run_id", Long.class),
                        row.getColumn("seq", Long.class),
                        row.getColumn("body", String.class)))
                .list();
    }

    /** Whether it was open until now. */
    public boolean acknowledge(String entryId, long at) {
        return handle.createUpdate(
                                "UPDATE outbox SET acknowledged_at = ? WHERE entry_id = ? AND acknowledged_at IS NULL")
                        .bind(0, at)
                        .bind(1, entryId)
                        .execute()
                > 0;
    }

    /** Whether this is the first warning that the run or the task run takes long. */
    public boolean warnOnce(long id, long at) {
        return handle.createUpdate("INSERT INTO duration_warning (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING")
                        .bind(0, id)
                        .bind(1, at)
                        .execute()
                > 0;
    }
}
