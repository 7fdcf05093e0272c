package io.leat.connectors.delta;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;

/**
 * Which transaction ids a table has seen. Asking Delta costs a Spark job for every new version, which triples the time
 * of a small append; so this driver remembers, and reads only the commits it has not read yet.
 */
final class TransactionIds {
    static final long VERSION = 1;

    private static final Map<Path, TransactionIds> TABLES = new ConcurrentHashMap<>();

    /** Beyond this, one Spark job over the log is quicker than reading its commits one by one. */
    private static final long MOST_COMMITS_READ = 100;

    private static final long AT_AN_UNKNOWN_VERSION = -1;

    private final CommitLog commits;
    private final Map<String, Long> versions = new HashMap<>();
    private String tableId = "";
    private long known = -1;

    private TransactionIds(CommitLog commits) {
        this.commits = commits;
    }

    /** For a table that may not be the one it was: an older copy of it, say. */
    static void forget(DeltaLog log) {
        TABLES.remove(log.dataPath());
    }

    static boolean contains(Snapshot snapshot, String id) {
        DeltaLog log = snapshot.deltaLog();
        return snapshot.version() >= 0
                && TABLES.computeIfAbsent(log.dataPath(), path -> new TransactionIds(new CommitLog(log)))
                        .holds(snapshot, id);
    }

    /** The read makes any commit of the id after this transaction's snapshot a conflict. */
    static boolean read(OptimisticTransaction transaction, String id) {
        transaction.readTxn().addOne(id);
        return contains(transaction.snapshot(), id);
    }

    static SetTransaction action(String id) {
        return new SetTransaction(id, VERSION, Option.apply(System.currentTimeMillis()));
    }

    private synchronized boolean holds(Snapshot snapshot, String id) {
        if (!snapshot.metadata().id().equals(tableId)) {
            versions.clear();
            tableId = snapshot.metadata().id();
            known = -1;
        }

        if (known < snapshot.version() && !readOn(snapshot.version())) {
            snapshot.transactions().keysIterator().foreach(seen -> versions.putIfAbsent(seen, AT_AN_UNKNOWN_VERSION));
            known = snapshot.version();
        }

        Long version = versions.get(id);
        if (version != null && version == AT_AN_UNKNOWN_VERSION && snapshot.version() < known) {
            return snapshot.transactions().contains(id);
        }

        return version != null && version <= snapshot.version();
    }

    private boolean readOn(long last) {
        if (last - known > MOST_COMMITS_READ) {
            return false;
        }

        while (known < last) {
            List<String> ids = commits.transactionIds(known + 1);
            if (ids == null) {
                return false;
            }

            known++;
            ids.forEach(seen -> versions.putIfAbsent(seen, known));
        }

        return true;
    }
}
