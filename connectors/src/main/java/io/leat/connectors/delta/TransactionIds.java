package io.leat.connectors.delta;

import java.util.List;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Delta's record of which transaction ids a table has seen. The commit's checksum file lists them while they are few;
 * asking the snapshot instead costs a Spark job for every version, which would triple the time of a small append.
 */
final class TransactionIds {
    static final long VERSION = 1;

    private TransactionIds() {}

    static boolean contains(Snapshot snapshot, String id) {
        List<SetTransaction> listed = listed(snapshot);
        return listed == null
                ? snapshot.transactions().contains(id)
                : listed.stream().anyMatch(seen -> seen.appId().equals(id));
    }

    /** The read makes any commit of the id after this transaction's snapshot a conflict. */
    static boolean read(OptimisticTransaction transaction, String id) {
        transaction.readTxn().addOne(id);
        return contains(transaction.snapshot(), id);
    }

    static SetTransaction action(String id) {
        return new SetTransaction(id, VERSION, Option.apply(System.currentTimeMillis()));
    }

    private static @Nullable List<SetTransaction> listed(Snapshot snapshot) {
        if (snapshot.version() < 0) {
            return List.of();
        }

        VersionChecksum checksum = Scala.orNull(snapshot.checksumOpt());
        Seq<SetTransaction> ids = checksum == null ? null : Scala.orNull(checksum.setTransactions());
        return ids == null ? null : Scala.list(ids);
    }
}
