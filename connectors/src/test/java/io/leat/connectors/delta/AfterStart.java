package io.leat.connectors.delta;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import scala.Function0;

/** Lets something happen between the start and the commit of the first transaction on this thread. */
final class AfterStart extends QuietObserver {
    private final AtomicBoolean first = new AtomicBoolean(true);
    private final Runnable event;

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
}
