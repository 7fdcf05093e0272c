package io.leat.connectors.delta;

import org.jspecify.annotations.Nullable;

/**
 * One commit of a table.
 *
 * @param committedAt in epoch milliseconds
 * @param operation Delta's word: {@code WRITE}, {@code MERGE}, {@code RESTORE}, …
 * @param batchId of the batch that made it; null when Leat did not
 * @param rows inserted or updated; null when the commit does not tell
 */
public record TableVersion(
        long version,
        long committedAt,
        String operation,
        @Nullable String batchId,
        @Nullable Long rows) {}
