package io.leat.core.cluster;

import io.leat.core.batch.SourceFile;
import java.util.List;

/** The files an ingest found at its source, without hashes. */
public record Listing(String driverId, long taskRunId, long fence, String table, List<SourceFile> files) {
    public Listing {
        files = List.copyOf(files);
    }
}
