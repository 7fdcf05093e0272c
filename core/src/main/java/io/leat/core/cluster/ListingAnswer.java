package io.leat.core.cluster;

import io.leat.core.batch.SourceFile;
import java.util.List;

/**
 * Which files of a listing the table does not hold yet, and which a repair has to read again.
 *
 * @param fresh never committed
 * @param touched committed, but of another size or time now; as they were when committed, with their hashes
 * @param known how many are committed and unchanged
 * @param again committed by batches that this attempt's take the place of; as listed
 * @param missing committed by such batches, but not listed; as they were when committed
 */
public record ListingAnswer(
        List<SourceFile> fresh,
        List<SourceFile> touched,
        long known,
        List<SourceFile> again,
        List<SourceFile> missing) {
    public ListingAnswer {
        fresh = List.copyOf(fresh);
        touched = List.copyOf(touched);
        again = List.copyOf(again);
        missing = List.copyOf(missing);
    }

    /** Where nothing is replaced. */
    public static ListingAnswer of(List<SourceFile> fresh, List<SourceFile> touched, long known) {
        return new ListingAnswer(fresh, touched, known, List.of(), List.of());
    }
}
