package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import java.util.List;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch whose id a table knows. The id alone proves nothing: RESTORE and CREATE OR REPLACE keep ids
 * whose rows they take away. So the commit must be found, and the table as it is now must descend from it.
 */
final class BatchLookup {
    private final TableLog log;
    private final CommitLog commits;
    private final String batchId;
    private final String id;

    BatchLookup(TableLog log, String batchId, String id) {
        this.log = log;
        this.commits = new CommitLog(log.delta());
        this.batchId = batchId;
        this.id = id;
    }

    /**
     * A commit that holds the batch's id.
     *
     * @param loss how the table came to descend from it no more; null when it does
     */
    record Found(long version, CommitInfo info, CommitNote note, Ancestry.@Nullable Loss loss) {}

    /** Null when no commit that is still in the log holds the batch's id. */
    @Nullable
    Found find(Snapshot now) {
        Ancestry ancestry = new Ancestry(now.version());
        for (long version = now.version(); version >= 0; version--) {
            CommitInfo info = commits.info(version);
            if (info == null) {
                break;
            }

            CommitNote note = CommitNote.parse(Scala.orNull(info.userMetadata()));
            if (note != null && holdsBatch(note, version)) {
                return new Found(version, info, note, ancestry.lossOf(version, info));
            }

            ancestry.passed(version, info);
        }

        return null;
    }

    /** A compaction right after a write carries the write's metadata, but not its id. */
    private boolean holdsBatch(CommitNote note, long version) {
        List<String> ids = batchId.equals(note.batch()) ? commits.transactionIds(version) : null;
        return ids != null && ids.contains(id);
    }

    /** What became of the batch; its rows may have been taken away since. */
    Settled settled(Batch batch, Snapshot now) {
        return settled(batch, now, known(batch, now));
    }

    /** As {@link #settled}, for who wants the rows in the table: it is an error if they are not any more. */
    Settled held(Batch batch, Snapshot now) {
        Found found = known(batch, now);
        Ancestry.Loss loss = found.note().isBurnt() ? null : found.loss();
        if (loss == null) {
            return settled(batch, now, found);
        }

        String was = at(found.version(), now).metadata().id();
        throw loss.restoredTo() == null
                ? TableErrors.replaced(
                        batch, found.version(), was, loss.by(), now.metadata().id())
                : TableErrors.undone(batch, found.version(), loss.by(), loss.restoredTo());
    }

    private Found known(Batch batch, Snapshot now) {
        Found found = find(now);
        if (found == null) {
            throw TableErrors.unexplained(batch, now.metadata().id(), now.version());
        }

        return found;
    }

    private Settled settled(Batch batch, Snapshot now, Found found) {
        if (found.note().isBurnt()) {
            return new Settled(batch.batchId(), BatchState.BURNT, null);
        }

        if (!batch.manifest().hash().equals(found.note().manifest())) {
            throw TableErrors.unexplained(batch, now.metadata().id(), now.version());
        }

        Commit commit = Commits.found(batch, found.version(), found.info(), at(found.version(), now));
        return new Settled(batch.batchId(), BatchState.COMMITTED, commit);
    }

    private Snapshot at(long version, Snapshot now) {
        return version == now.version() ? now : log.at(version);
    }
}
