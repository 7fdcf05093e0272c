package io.leat.core.cluster;

import io.leat.core.batch.Batch;
import java.util.List;

/**
 * A batch that is durable in the control plane's store.
 *
 * @param settle batches that this one replaces or overlaps, to be settled in the table before it is written
 */
public record Minted(Batch batch, List<Batch> settle) {
    public Minted {
        settle = List.copyOf(settle);
    }
}
