package io.leat.connectors.delta;

import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.Option;

/**
 * Sits on the writing thread for one statement. It enters the batch's id into the statement's transaction, so that no
 * session setting has to carry it, and keeps that transaction: its committed version is a fact, not a guess.
 */
final class TransactionWatch extends QuietObserver {
    private final Path table;
    private final String id;
    private final Runnable beforeCommit;
    private final Consumer<OptimisticTransaction> prepare;
    private @Nullable OptimisticTransaction last;

    /** {@code prepare} sees the transaction before the statement does, and may throw {@link TableMoved}. */
    TransactionWatch(Path table, String id, Runnable beforeCommit, Consumer<OptimisticTransaction> prepare) {
        this.table = table;
        this.id = id;
        this.beforeCommit = beforeCommit;
        this.prepare = prepare;
    }

    void during(Runnable statement) {
        TransactionExecutionObserver before = (TransactionExecutionObserver) TransactionExecutionObserver.getObserver();
        TransactionExecutionObserver.setObserver(this);
        try {
            statement.run();
        } finally {
            TransactionExecutionObserver.setObserver(before);
        }
    }

    /** The transaction that committed the id; null when none did. */
    @Nullable
    OptimisticTransaction committed() {
        return isCommitted() ? last : null;
    }

    /** Null as {@link #committed()}. */
    @Nullable
    CommitInfo info() {
        OptimisticTransaction transaction = committed();
        return transaction == null ? null : transaction.getCommitInfo();
    }

    @Override
    public OptimisticTransaction startingTransaction(Function0<OptimisticTransaction> start) {
        OptimisticTransaction transaction = start.apply();
        // Compaction after the commit runs here too, in a transaction of its own, which is none of the batch's.
        if (!isCommitted() && transaction.dataPath().equals(table)) {
            if (TransactionIds.read(transaction, id)) {
                throw new TableMoved("another attempt of the batch was first");
            }

            prepare.accept(transaction);
            transaction.updateSetTransaction(id, TransactionIds.VERSION, Option.apply(System.currentTimeMillis()));
            last = transaction;
        }

        return transaction;
    }

    private boolean isCommitted() {
        return last != null && last.getCommitted().isDefined();
    }

    @Override
    public <T> T preparingCommit(Function0<T> prepareCommit) {
        if (last != null && !isCommitted()) {
            beforeCommit.run();
        }

        return prepareCommit.apply();
    }
}
