package io.leat.connectors.delta;

import org.apache.spark.sql.delta.TransactionExecutionObserver;
import scala.Function0;
import scala.Option;

/** Is told of a thread's transactions by Delta, and lets everything be as it is; whoever extends it says what not. */
abstract class QuietObserver implements TransactionExecutionObserver {
    private Option<TransactionExecutionObserver> next = Option.empty();

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
