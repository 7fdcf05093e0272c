package io.leat.core.batch;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One intended write of one statement to one table. Retries and re-attachments keep it; what a person asks for anew
 * makes another, which names the ones it replaces.
 *
 * @param batchId unique in the workspace
 * @param table {@code schema.table}
 * @param statement which write of its task: {@code target} or {@code quarantine}
 * @param slice the part of the table that an overwrite replaces; null when it is all of it, and for other modes
 * @param codeHash of the task's code and resolved parameters
 * @param replaces batches that must be settled in the table before this one is written; an append takes their rows away
 */
public record Batch(
        String batchId,
        String table,
        String statement,
        WriteMode mode,
        @Nullable Slice slice,
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
        if (slice != null && mode != WriteMode.OVERWRITE) {
            throw new IllegalArgumentException(mode + " of a slice");
        }

        replaces = List.copyOf(replaces);
    }

    /** A batch that is not of a slice. */
    public Batch(
            String batchId,
            String table,
            String statement,
            WriteMode mode,
            Manifest manifest,
            String codeHash,
            List<String> replaces,
            BatchState state) {
        this(batchId, table, statement, mode, null, manifest, codeHash, replaces, state);
    }

    /** The same batch, as far as another manifest says what it reads. */
    public Batch with(Manifest other) {
        return new Batch(batchId, table, statement, mode, slice, other, codeHash, replaces, state);
    }

    /** The same batch, when it takes the place of these. */
    public Batch inPlaceOf(List<String> batchIds) {
        return new Batch(batchId, table, statement, mode, slice, manifest, codeHash, batchIds, state);
    }

    /** Whether it takes the place of all rows of its table. */
    public boolean replacesAll() {
        return mode == WriteMode.OVERWRITE && slice == null;
    }

    /** Whether what this one replaces may hold rows of {@code other}, wherever that comes to lie. */
    public boolean overwrites(Batch other) {
        return replacesAll() || (slice != null && (other.slice == null || slice.overlaps(other.slice)));
    }

    /** The id under which Delta's log knows this batch; its transaction version is always 1. */
    public String transactionId(String workspaceId) {
        return transactionId(workspaceId, batchId);
    }

    public static String transactionId(String workspaceId, String batchId) {
        return "leat/" + workspaceId + "/" + batchId;
    }
}
