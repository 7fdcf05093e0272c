package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.delta.CommittedTransaction;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/** What a commit of Delta's says about itself, in Leat's words. */
final class Commits {
    private Commits() {}

    static Commit made(Batch batch, OptimisticTransaction transaction) {
        CommittedTransaction committed = transaction.getCommitted().get();
        Snapshot after = committed.postCommitSnapshot();
        return commit(batch, committed.committedVersion(), transaction.getCommitInfo(), after, false);
    }

    static Commit found(Batch batch, long version, CommitInfo info, Snapshot at) {
        return commit(batch, version, info, at, true);
    }

    /** Rows that the commit inserted or updated. */
    static @Nullable Long rows(CommitInfo info) {
        Map<String, String> metrics = metrics(info);
        Long inserted = number(metrics, "numTargetRowsInserted");
        Long updated = number(metrics, "numTargetRowsUpdated");
        if (inserted != null && updated != null) {
            return inserted + updated;
        }

        if (isIdAlone(info) || (isOfSlice(info) && Long.valueOf(0).equals(number(metrics, "numFiles")))) {
            return 0L;
        }

        Long written = number(metrics, "numOutputRows");
        Long copied = isOfSlice(info) ? number(metrics, "numCopiedRows") : null;
        if (written != null && copied != null) {
            return written - copied;
        }

        return written == null ? number(metrics, "numUpdatedRows") : written;
    }

    /** Rows that the commit inserted, updated or deleted. */
    static @Nullable Long changedRows(CommitInfo info) {
        return info.operation().equals("DELETE") ? number(metrics(info), "numDeletedRows") : rows(info);
    }

    /** The rows of a version, when its checksum file lists all its files. */
    static @Nullable Long totalRows(Snapshot snapshot) {
        List<AddFile> files = listedFiles(snapshot);
        return files == null ? null : totalRows(files);
    }

    /** The files of a version, when its checksum file lists them: without a Spark job. */
    static @Nullable List<AddFile> listedFiles(Snapshot snapshot) {
        VersionChecksum checksum = Scala.orNull(snapshot.checksumOpt());
        Seq<AddFile> files = checksum == null ? null : Scala.orNull(checksum.allFiles());
        return files == null ? null : Scala.list(files);
    }

    /** Null when the statistics of a file do not tell. */
    static @Nullable Long totalRows(List<AddFile> files) {
        long rows = 0;
        for (AddFile file : files) {
            if (file.numLogicalRecords().isEmpty()) {
                return null;
            }

            rows += ((Number) file.numLogicalRecords().get()).longValue();
        }

        return rows;
    }

    private static Commit commit(Batch batch, long version, CommitInfo info, Snapshot at, boolean adopted) {
        Long rows = rows(info);
        boolean whole = at.version() == version;
        Long total = batch.replacesAll() ? rows : null;
        return new Commit(
                batch.batchId(),
                batch.table(),
                at.metadata().id(),
                version,
                rows,
                total == null && whole ? totalRows(at) : total,
                bytes(info),
                info.timestamp().getTime(),
                adopted,
                at.schema().toDDL());
    }

    /** A write that measured nothing wrote nothing; where measuring is off there is no map. */
    private static boolean isIdAlone(CommitInfo info) {
        return info.operation().equals("WRITE")
                && info.operationMetrics().isDefined()
                && info.operationMetrics().get().isEmpty();
    }

    /** Whether the commit replaced the rows of a condition, and so may hold copies of others. */
    static boolean isOfSlice(CommitInfo info) {
        return info.operation().equals("WRITE")
                && Scala.map(info.operationParameters()).containsKey("predicate");
    }

    private static @Nullable Long bytes(CommitInfo info) {
        Map<String, String> metrics = metrics(info);
        Long written = number(metrics, "numOutputBytes");
        return written == null ? number(metrics, "numTargetBytesAdded") : written;
    }

    private static @Nullable Long number(Map<String, String> metrics, String name) {
        String value = metrics.get(name);
        return value == null ? null : Long.valueOf(value);
    }

    private static Map<String, String> metrics(CommitInfo info) {
        return info.operationMetrics().isEmpty()
                ? Map.of()
                : Scala.map(info.operationMetrics().get());
    }
}
