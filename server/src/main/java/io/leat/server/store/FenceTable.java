package io.leat.server.store;

import org.jdbi.v3.core.Handle;

/** How far fences of assignments were given out. They are taken in blocks, so that few are written. */
public final class FenceTable {
    private static final String NAME = "fences";

    private final Handle handle;

    FenceTable(Handle handle) {
        this.handle = handle;
    }

    /** Takes a block of so many, for ever; returns the number before its first. */
    public long take(long count) {
        long before = handle.createQuery("SELECT value FROM workspace WHERE name = ?")
                .bind(0, NAME)
                .mapTo(Long.class)
                .findOne()
                .orElseGet(() -> new TaskRunTable(handle).lastFence());
        handle.createUpdate("""
                        INSERT INTO workspace (name, value) VALUES (?, ?)
                        ON CONFLICT (name) DO UPDATE SET value = excluded.value""")
                .bind(0, NAME)
                .bind(1, String.valueOf(before + count))
                .execute();
        return before;
    }
}
