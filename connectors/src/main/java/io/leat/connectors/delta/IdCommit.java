package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import java.util.List;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.types.StructType;

/** Commits that hold a batch's transaction id and no rows. */
final class IdCommit {
    private IdCommit() {}

    /** Gives the batch up: no late write of it can follow. On an absent table this makes one without columns. */
    static OptimisticTransaction burnt(TableLog log, Batch batch, String id) {
        OptimisticTransaction burnt = commit(log, id, CommitNote.burnt(batch));
        new KeptManifests(log.delta()).forget(batch.batchId());
        return burnt;
    }

    /** The end of a batch whose statement had nothing to commit. */
    static OptimisticTransaction written(TableLog log, Batch batch, String id) {
        return commit(log, id, CommitNote.written(batch));
    }

    private static OptimisticTransaction commit(TableLog log, String id, CommitNote note) {
        return log.commit(List.of(TransactionIds.action(id)), transaction -> {
            // Without this read both the burn and a late write could land.
            if (TransactionIds.read(transaction, id)) {
                throw new TableMoved("the batch is in the table already");
            }

            if (transaction.readVersion() < 0) {
                transaction.updateMetadata(TableShape.fresh(transaction.metadata(), new StructType()), false);
            }

            return note.append();
        });
    }
}
