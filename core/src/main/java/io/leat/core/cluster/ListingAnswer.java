package io.leat.core.cluster;

import io.leat.core.batch.SourceFile;
import java.util.List;

/**
 * Which files of a listing the table does not hold yet, and which a repair has to read again. It is right only when
 * {@code through} is the table's version: what other versions hold, the driver has to tell first.
 *
 * @param fresh those the table does not hold
 * @param touched those it holds, but which are of another size or time now; as they were when committed, with hashes
 * @param known how many it holds, and are unchanged
 * @param lost how many of the fresh ones were read before, into rows that the table does not hold any more
 * @param through the newest version of the table whose log was told; {@link #NOTHING} for none
 * @param again committed by batches that this attempt's take the place of; as listed
 * @param missing committed by such batches, but not listed; as they were when committed
 */
public record ListingAnswer(
        List<SourceFile> fresh,
        List<SourceFile> touched,
        long known,
        long lost,
        long through,
        List<SourceFile> again,
        List<SourceFile> missing) {
    public static final long NOTHING = -1;

    public ListingAnswer {
        fresh = List.copyOf(fresh);
        touched = List.copyOf(touched);
        again = List.copyOf(again);
        missing = List.copyOf(missing);
    }

    /** Where nothing is replaced. */
    public static ListingAnswer of(List<SourceFile> fresh, List<SourceFile> touched, long known) {
        return new ListingAnswer(fresh, touched, known, 0, NOTHING, List.of(), List.of());
    }
}
