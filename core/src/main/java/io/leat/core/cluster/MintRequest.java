package io.leat.core.cluster;

import io.leat.core.batch.Manifest;
import io.leat.core.batch.WriteMode;

/** Asks for the batch of one statement of a task run; an earlier attempt's batch, manifest included, comes back. */
public record MintRequest(
        String driverId,
        long taskRunId,
        long fence,
        String statement,
        String table,
        WriteMode mode,
        Manifest manifest,
        String codeHash) {}
