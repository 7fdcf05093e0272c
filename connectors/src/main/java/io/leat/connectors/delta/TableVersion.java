package io.leat.connectors.delta;

import org.jspecify.annotations.Nullable;

/**
 * One commit of a table.
 *
 * @param committedAt in epoch milliseconds
 * @param operation Delta's word: {@code WRITE}, {@code MERGE}, {@code RESTORE}, …; or {@link #BURN}
 * @param batchId of the batch that made it; null when Leat did not
 * @param rows inserted or updated; null when the commit does not tell
 */
public record TableVersion(
        long version,
        long committedAt,
        String operation,
        @Nullable String batchId,
        @Nullable Long rows) {
    /** The commit that gave a batch up. */
    public static final String BURN = "BURN";
}
