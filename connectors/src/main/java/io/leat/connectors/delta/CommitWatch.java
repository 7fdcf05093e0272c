package io.leat.connectors.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.delta.CommittedTransaction;
import org.apache.spark.sql.delta.NoOpTransactionExecutionObserver$;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import org.jspecify.annotations.Nullable;
import scala.Function0;

/**
 * Keeps what foreign code commits: for each execution of Spark SQL, the transactions that it began on a thread where
 * this sits. It changes nothing of them.
 */
public final class CommitWatch extends QuietObserver implements AutoCloseable {
    private static final String EXECUTION = "spark.sql.execution.id";

    private final SparkContext context;
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();
    private final Map<Long, List<OptimisticTransaction>> begun = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public CommitWatch(SparkContext context) {
        this.context = context;
    }

    /**
     * A commit.
     *
     * @param readVersion of the table, as the commit's statement saw it; null when it made the table
     * @param rows inserted, updated or deleted; null when the commit does not tell
     */
    public record Seen(
            Path table,
            @Nullable Long readVersion,
            long version,
            @Nullable Long rows) {}

    /** Sits down on the calling thread, for the execution that runs there, unless another sits there. */
    public void sit() {
        Object sitting = TransactionExecutionObserver.getObserver();
        boolean free = sitting == NoOpTransactionExecutionObserver$.MODULE$
                || (sitting instanceof CommitWatch other && other.closed);
        if (free && !closed) {
            TransactionExecutionObserver.setObserver(this);
        }

        Long execution = execution();
        if (execution != null && TransactionExecutionObserver.getObserver() == this) {
            watched.add(execution);
        }
    }

    /** What an execution committed, the oldest first; null when nobody watched it. It is forgotten after that. */
    public @Nullable List<Seen> take(long execution) {
        List<OptimisticTransaction> transactions = begun.remove(execution);
        if (!watched.remove(execution)) {
            return null;
        }

        return transactions == null
                ? List.of()
                : transactions.stream()
                        .filter(transaction -> transaction.getCommitted().isDefined())
                        .map(CommitWatch::seen)
                        .toList();
    }

    private static Seen seen(OptimisticTransaction transaction) {
        CommittedTransaction committed = transaction.getCommitted().get();
        long read = transaction.readVersion();
        return new Seen(
                transaction.dataPath(),
                read < 0 ? null : read,
                committed.committedVersion(),
                Commits.changedRows(transaction.getCommitInfo()));
    }

    /** Gets up from the calling thread; on others it keeps nothing from now on. */
    @Override
    public void close() {
        closed = true;
        begun.clear();
        watched.clear();
        if (TransactionExecutionObserver.getObserver() == this) {
            TransactionExecutionObserver.setObserver(NoOpTransactionExecutionObserver$.MODULE$);
        }
    }

    @Override
    public OptimisticTransaction startingTransaction(Function0<OptimisticTransaction> start) {
        OptimisticTransaction transaction = start.apply();
        Long execution = execution();
        if (execution != null && !closed) {
            begun.computeIfAbsent(execution, id -> new ArrayList<>()).add(transaction);
        }

        return transaction;
    }

    private @Nullable Long execution() {
        String id = context.getLocalProperty(EXECUTION);
        return id == null ? null : Long.valueOf(id);
    }
}
