package io.leat.core.cluster;

import io.leat.core.batch.SourceFile;
import java.util.List;

/**
 * Which files of a listing the table does not hold yet.
 *
 * @param fresh never committed
 * @param touched committed, but of another size or time now; as they were when committed, with their hashes
 * @param known how many are committed and unchanged
 */
public record ListingAnswer(List<SourceFile> fresh, List<SourceFile> touched, long known) {
    public ListingAnswer {
        fresh = List.copyOf(fresh);
        touched = List.copyOf(touched);
    }
}
