package io.leat.core.cluster;

import io.leat.core.batch.HeldBatch;
import java.util.List;

/**
 * Batches that the table holds and whose files the control plane does not know. While there are any, the log does not
 * count as told.
 */
public record LogAnswer(List<HeldBatch> unknown) {
    public LogAnswer {
        unknown = List.copyOf(unknown);
    }
}
