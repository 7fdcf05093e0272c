package io.leat.core.cluster;

import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.WriteMode;
import org.jspecify.annotations.Nullable;

/** Asks for the batch of one statement of a task run; an earlier attempt's batch, manifest included, comes back. */
public record MintRequest(
        String driverId,
        long taskRunId,
        long fence,
        String statement,
        String table,
        WriteMode mode,
        @Nullable Slice slice,
        Manifest manifest,
        String codeHash) {
    /** For a write of no slice. */
    public MintRequest(
            String driverId,
            long taskRunId,
            long fence,
            String statement,
            String table,
            WriteMode mode,
            Manifest manifest,
            String codeHash) {
        this(driverId, taskRunId, fence, statement, table, mode, null, manifest, codeHash);
    }
}
