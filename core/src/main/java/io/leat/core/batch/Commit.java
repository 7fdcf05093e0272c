package io.leat.core.batch;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's commit did to its table, as the driver that made it reports.
 *
 * @param tableId Delta's own id of the table
 * @param version of the table that the commit made
 * @param rows that the commit inserted or updated; null when the commit does not tell
 * @param totalRows of the table after the commit; null when not counted
 * @param bytes that the commit wrote; null when the commit does not tell
 * @param committedAt in epoch milliseconds
 * @param adopted whether the commit was found in the log rather than made by this attempt
 * @param schema of the table after the commit, as DDL
 */
public record Commit(
        String batchId,
        String table,
        String tableId,
        long version,
        @Nullable Long rows,
        @Nullable Long totalRows,
        @Nullable Long bytes,
        long committedAt,
        boolean adopted,
        @Nullable String schema) {
    public Commit {
        Objects.requireNonNull(batchId, "batchId is null");
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(tableId, "tableId is null");
    }
}
