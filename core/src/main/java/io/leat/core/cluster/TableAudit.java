package io.leat.core.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table's own log knows of a workspace's batches, for comparing it with the workspace's state.
 *
 * @param table {@code schema.table}
 * @param tableId Delta's own id; null when there is no table
 * @param version the newest; -1 when there is no table
 * @param oldestVersion whose commit the log still keeps
 * @param idsSince transaction ids from before this time, in epoch milliseconds, may have been forgotten; 0 when none are
 * @param batches those whose transaction id the table knows
 * @param writes the commits of batches that the log still keeps, newest first
 * @param unusedFiles data files older than a week that no version within the table's retention needs
 * @param unusedBytes of those files
 */
public record TableAudit(
        String table,
        @Nullable String tableId,
        long version,
        long oldestVersion,
        long idsSince,
        List<String> batches,
        List<Write> writes,
        long unusedFiles,
        long unusedBytes) {
    /**
     * The commit that holds a batch's transaction id.
     *
     * @param burnt whether it gives the batch up
     * @param rows inserted or updated; null when the commit does not tell
     * @param lostBy the version that took it away again by RESTORE or replacement; null when it stands
     */
    public record Write(
            String batchId,
            long version,
            boolean burnt,
            @Nullable Long rows,
            @Nullable Long lostBy) {}

    public TableAudit {
        batches = List.copyOf(batches);
        writes = List.copyOf(writes);
    }

    /** Of a table that is not there. */
    public static TableAudit absent(String table) {
        return new TableAudit(table, null, -1, -1, 0, List.of(), List.of(), 0, 0);
    }

    /** Whether there is a table, be it one without columns. */
    public boolean exists() {
        return version >= 0;
    }
}
