package io.leat.core.batch;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch of files that a table's log names.
 *
 * @param version whose commit is the batch
 * @param manifest hash of the batch's manifest, as the commit names it
 * @param kept what the batch was made from, once that was looked up beside the table
 */
public record HeldBatch(
        long version,
        String batchId,
        String manifest,
        @Nullable Kept kept) {
    /** What is kept of a batch beside its table. */
    public record Kept(WriteMode mode, List<SourceFile> files) {
        public Kept {
            files = List.copyOf(files);
        }
    }

    public HeldBatch {
        Objects.requireNonNull(batchId, "batchId is null");
        Objects.requireNonNull(manifest, "manifest is null");
    }

    public HeldBatch with(Kept looked) {
        return new HeldBatch(version, batchId, manifest, looked);
    }
}
