package io.leat.server.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The pools whose slots task runs of all jobs share. */
public final class PoolTable {
    private final Handle handle;

    PoolTable(Handle handle) {
        this.handle = handle;
    }

    /** A pool. */
    public record PoolRow(String name, int slots) {}

    public void put(PoolRow pool) {
        handle.createUpdate("""
                        INSERT INTO pool (name, slots) VALUES (:name, :slots)
                        ON CONFLICT (name) DO UPDATE SET slots = excluded.slots""").bindMethods(pool).execute();
    }

    /** Whether there was one. */
    public boolean delete(String name) {
        return handle.createUpdate("DELETE FROM pool WHERE name = ?")
                        .bind(0, name)
                        .execute()
                > 0;
    }

    public List<PoolRow> list() {
        return handle.createQuery("SELECT name, slots FROM pool ORDER BY name")
                .map(row -> new PoolRow(row.getColumn("name", String.class), row.getColumn("slots", Integer.class)))
                .list();
    }
}
