package io.leat.core.batch;

import java.util.List;
import java.util.Objects;

/**
 * One intended write of one statement to one table. Retries and re-attachments keep it; what a person asks for anew
 * makes another, which names the ones it replaces.
 *
 * @param batchId unique in the workspace
 * @param table {@code schema.table}
 * @param statement which write of its task: {@code target} or {@code quarantine}
 * @param codeHash of the task's code and resolved parameters
 * @param replaces batches that must be settled in the table before this one is written; an append takes their rows away
 */
public record Batch(
        String batchId,
        String table,
        String statement,
        WriteMode mode,
        Manifest manifest,
        String codeHash,
        List<String> replaces,
        BatchState state) {
    public static final String TARGET = "target";
    public static final String QUARANTINE = "quarantine";

    public Batch {
        Objects.requireNonNull(batchId, "batchId is null");
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(state, "state is null");
        replaces = List.copyOf(replaces);
    }

    /** The id under which Delta's log knows this batch; its transaction version is always 1. */
    public String transactionId(String workspaceId) {
        return transactionId(workspaceId, batchId);
    }

    public static String transactionId(String workspaceId, String batchId) {
        return "leat/" + workspaceId + "/" + batchId;
    }
}
