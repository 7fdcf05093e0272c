package io.leat.jobs.features;

import org.jspecify.annotations.Nullable;

/** One aggregate over one window that ends at the present and moves with it. */
interface WindowAggregate {
    /** A new key begins. */
    void clear();

    /** All positions in the queue moved down. */
    void movedDown(int by);

    /** A fact was put at this position; those from there on moved up by one. */
    void added(int position);

    /** Facts before this time have left the window. It never goes back while a key lasts. */
    void expire(long before);

    /** The first position this still needs. */
    int first();

    /** What stands in the row for the facts now in the window. */
    @Nullable
    Object result();
}
