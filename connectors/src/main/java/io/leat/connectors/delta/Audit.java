package io.leat.connectors.delta;

import io.leat.core.cluster.TableAudit;
import io.leat.core.cluster.TableAudit.Write;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.delta.DeltaConfigs;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.jspecify.annotations.Nullable;

/** Reads a table's whole log for the batches of one workspace. */
final class Audit {
    private final Snapshot now;
    private final CommitLog commits;
    private final String prefix;
    private final Set<String> batches = new LinkedHashSet<>();
    private final List<Write> writes = new ArrayList<>();
    private long oldest;

    private Audit(TableLog log, Snapshot now, String prefix) {
        this.now = now;
        this.commits = new CommitLog(log.delta());
        this.prefix = prefix;
    }

    /** @param prefix of the workspace's transaction ids */
    static TableAudit of(TableLog log, String prefix) {
        Snapshot now = log.now();
        if (now.version() < 0) {
            return TableAudit.absent(log.name().toString());
        }

        Audit audit = new Audit(log, now, prefix);
        now.transactions().keysIterator().foreach(audit::seen);
        audit.walk();
        UnusedFiles unused = UnusedFiles.of(log, now);
        return new TableAudit(
                log.name().toString(),
                now.metadata().id(),
                now.version(),
                audit.oldest,
                idsSince(now),
                List.copyOf(audit.batches),
                audit.writes,
                unused.files(),
                unused.bytes());
    }

    private boolean seen(String transactionId) {
        return transactionId.startsWith(prefix) && batches.add(transactionId.substring(prefix.length()));
    }

    private void walk() {
        Ancestry ancestry = new Ancestry(now.version());
        oldest = now.version() + 1;
        for (long version = now.version(); version >= 0; version--) {
            CommitInfo info = commits.info(version);
            List<String> ids = info == null ? null : commits.transactionIds(version);
            if (info == null || ids == null) {
                return;
            }

            oldest = version;
            ids.forEach(this::seen);
            CommitNote note = CommitNote.parse(Scala.orNull(info.userMetadata()));
            if (note != null && ids.contains(prefix + note.batch())) {
                writes.add(write(version, info, note, ancestry.lossOf(version, info)));
            }

            ancestry.passed(version, info);
        }
    }

    private static Write write(long version, CommitInfo info, CommitNote note, Ancestry.@Nullable Loss loss) {
        return new Write(
                String.valueOf(note.batch()),
                version,
                note.isBurnt(),
                note.isBurnt() ? Long.valueOf(0) : Commits.rows(info),
                loss == null ? null : loss.by());
    }

    private static long idsSince(Snapshot now) {
        CalendarInterval kept =
                Scala.orNull(DeltaConfigs.TRANSACTION_ID_RETENTION_DURATION().fromMetaData(now.metadata()));
        return kept == null ? 0 : System.currentTimeMillis() - DeltaConfigs.getMilliSeconds(kept);
    }
}
