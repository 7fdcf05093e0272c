package io.leat.connectors.delta;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import scala.Function0;
import scala.Option;

/** Lets something happen between the start and the commit of the first transaction on this thread. */
final class AfterStart implements TransactionExecutionObserver {
    private final AtomicBoolean first = new AtomicBoolean(true);
    private final Runnable event;
    private Option<TransactionExecutionObserver> next = Option.empty();

    private AfterStart(Runnable event) {
        this.event = event;
    }

    static void of(Runnable event, Runnable statement) {
        TransactionExecutionObserver before = (TransactionExecutionObserver) TransactionExecutionObserver.getObserver();
        TransactionExecutionObserver.setObserver(new AfterStart(event));
        try {
            statement.run();
        } finally {
            TransactionExecutionObserver.setObserver(before);
        }
    }

    @Override
    public OptimisticTransaction startingTransaction(Function0<OptimisticTransaction> start) {
        OptimisticTransaction transaction = start.apply();
        if (first.getAndSet(false)) {
            event.run();
        }

        return transaction;
    }

    @Override
    public <T> T preparingCommit(Function0<T> prepareCommit) {
        return prepareCommit.apply();
    }

    @Override
    public TransactionExecutionObserver createChild() {
        return this;
    }

    @Override
    public void beginDoCommit() {}

    @Override
    public void beginBackfill() {}

    @Override
    public void beginPostCommit() {}

    @Override
    public void transactionCommitted() {}

    @Override
    public void transactionAborted() {}

    @Override
    public Option<TransactionExecutionObserver> nextObserver() {
        return next;
    }

    @Override
    public void nextObserver_$eq(Option<TransactionExecutionObserver> observer) {
        next = observer;
    }
}
