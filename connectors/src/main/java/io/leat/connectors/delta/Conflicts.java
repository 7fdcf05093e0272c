package io.leat.connectors.delta;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;

/** Tries again what lost a race against another writer of the same table. Each try looks at the table afresh. */
final class Conflicts {
    private static final int ATTEMPTS = 12;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private Conflicts() {}

    static <T> T retried(String what, Supplier<T> attempt) {
        for (int failed = 1; ; failed++) {
            try {
                return attempt.get();
            } catch (TableMoved | DeltaConcurrentModificationException lost) {
                if (failed == ATTEMPTS) {
                    throw TableErrors.busy(what, failed, lost);
                }

                pause(what, failed);
            }
        }
    }

    private static void pause(String what, int failed) {
        long limit = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << failed);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(limit / 2, limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException(what + " was interrupted");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
