package io.leat.core.cluster;

import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TablePin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files an ingest found at its source, without hashes.
 *
 * @param at the table as it is now; null when there is none
 */
public record Listing(
        String driverId,
        long taskRunId,
        long fence,
        String table,
        @Nullable TablePin at,
        List<SourceFile> files) {
    public Listing {
        files = List.copyOf(files);
    }
}
