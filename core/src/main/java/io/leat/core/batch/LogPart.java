package io.leat.core.batch;

import io.leat.core.batch.TableLine.Rewind;
import java.util.List;

/**
 * What the newest part of a table's log says of batches of files.
 *
 * @param at the table and the newest version
 * @param from the oldest version of this part
 * @param batches in no order; a few may lie before {@code from}, in versions that the log no longer keeps
 * @param rewinds of this part, newest first
 */
public record LogPart(TablePin at, long from, List<HeldBatch> batches, List<Rewind> rewinds) {
    public LogPart {
        batches = List.copyOf(batches);
        rewinds = List.copyOf(rewinds);
    }

    /** The same part of the log with other batches. */
    public LogPart with(List<HeldBatch> others) {
        return new LogPart(at, from, others, rewinds);
    }
}
