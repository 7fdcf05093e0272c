package io.leat.jobs.ingest;

import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.HeldBatch.Kept;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TableLine.Rewind;
import io.leat.core.batch.TablePin;
import io.leat.core.cluster.ListingAnswer;
import io.leat.jobs.task.TaskContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which files a table holds. The control plane knows; but the table may have been written, restored, replaced or put
 * back from a copy by others, and the control plane's state may be lost or old. So what is newer in the table's log than
 * the control plane knows is read, and told to it, before its answer is used. The table is always right.
 */
final class SourcePosition {
    private final TaskContext context;
    private final String table;

    SourcePosition(TaskContext context, String table) {
        this.context = context;
        this.table = table;
    }

    /** Which of these files the table does not hold. */
    ListingAnswer compare(List<SourceFile> files) throws InterruptedException {
        Optional<TablePin> found = context.tables().find(table);
        ListingAnswer answer = context.listing(table, found.orElse(null), files);
        if (found.isEmpty() || answer.through() == found.get().version()) {
            return answer;
        }

        TablePin now = context.tables().pin(table);
        tell(now, answer.through());
        return context.listing(table, now, files);
    }

    private void tell(TablePin now, long through) throws InterruptedException {
        context.activity("reading the log of " + table);
        boolean older = through > now.version();
        LogPart part = context.tables().logSince(now, older ? ListingAnswer.NOTHING : through);
        List<HeldBatch> unknown = context.logRead(part);
        if (older) {
            log(
                    "%s is at version %d and was at version %d before: an older copy was put in its place. Files that it"
                            + " lacks are read again.",
                    table, now.version(), through);
        }

        for (Rewind rewind : part.rewinds()) {
            if (rewind.to() == Rewind.NOTHING) {
                log("Version %d of %s replaced the table.", rewind.version(), table);
            } else {
                log("Version %d of %s restored it to version %d.", rewind.version(), table, rewind.to());
            }
        }

        if (!unknown.isEmpty()) {
            tellFiles(part, unknown);
        }
    }

    private void tellFiles(LogPart part, List<HeldBatch> unknown) throws InterruptedException {
        Map<String, HeldBatch> batches = new LinkedHashMap<>();
        part.batches().forEach(batch -> batches.put(batch.batchId(), batch));
        long files = 0;
        for (HeldBatch batch : unknown) {
            Kept kept = context.tables().kept(table, batch);
            files += kept.files().size();
            batches.put(batch.batchId(), batch.with(kept));
        }

        context.logRead(part.with(List.copyOf(batches.values())));
        log(
                "%s holds %,d batches that this workspace's state does not know; their %,d files count as read.",
                table, unknown.size(), files);
    }

    private void log(String format, Object... values) {
        context.log(String.format(Locale.ROOT, format, values));
    }
}
