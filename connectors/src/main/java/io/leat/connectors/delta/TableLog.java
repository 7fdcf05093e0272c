package io.leat.connectors.delta;

import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import scala.Option;

/** One table's log, and the commits to it that hold no rows. */
final class TableLog {
    private final TableName name;
    private final DeltaLog log;

    TableLog(SparkSession spark, TableName name, Path directory) {
        this.name = name;
        this.log = DeltaLog.forTable(spark, directory);
    }

    TableName name() {
        return name;
    }

    DeltaLog delta() {
        return log;
    }

    String path() {
        return log.dataPath().toString();
    }

    Snapshot now() {
        return log.update(false, Option.empty(), Option.empty());
    }

    Snapshot at(long version) {
        return log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
    }

    /** Whether there is a table that can be read: one that was only burnt has no columns yet. */
    static boolean hasColumns(Snapshot snapshot) {
        return snapshot.version() >= 0 && snapshot.schema().nonEmpty();
    }

    /** Whether the table is known to have no files. */
    static boolean isEmpty(Snapshot snapshot) {
        VersionChecksum checksum = Scala.orNull(snapshot.checksumOpt());
        return checksum != null && checksum.numFiles() == 0;
    }

    OptimisticTransaction start() {
        return log.startTransaction(Option.empty(), Option.empty());
    }

    /** Commits {@code actions} and whatever {@code prepare} puts into the transaction, without a file. */
    OptimisticTransaction commit(
            List<Action> actions, Function<OptimisticTransaction, DeltaOperations.Operation> prepare) {
        OptimisticTransaction transaction = start();
        DeltaOperations.Operation operation = prepare.apply(transaction);
        transaction.commit(Scala.seq(actions), operation);
        return transaction;
    }

    static Snapshot after(OptimisticTransaction committed) {
        return committed.getCommitted().get().postCommitSnapshot();
    }
}
