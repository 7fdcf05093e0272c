package io.leat.connectors.delta;

import io.leat.connectors.delta.CommitWatch.Seen;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.CommitInfo;
import scala.Option;

/** Finds commits in a table's log by when they were made. */
public final class CommitSearch {
    private CommitSearch() {}

    /**
     * The commits that were made in a span of time, the newest first. What this JVM committed in that span is among
     * them, since commits carry the time of the clock of their writer; what others committed may be.
     *
     * @param from in epoch milliseconds, inclusive
     * @param to in epoch milliseconds, inclusive
     */
    public static List<Seen> between(SparkSession session, Path table, long from, long to) {
        DeltaLog log = DeltaLog.forTable(session, table);
        CommitLog commits = new CommitLog(log);
        List<Seen> found = new ArrayList<>();
        long version = log.update(false, Option.empty(), Option.empty()).version();
        CommitInfo info = commits.info(version);
        while (info != null && info.timestamp().getTime() >= from) {
            if (info.timestamp().getTime() <= to) {
                Long read = info.readVersion().isDefined()
                        ? ((Number) info.readVersion().get()).longValue()
                        : null;
                found.add(new Seen(table, read, version, Commits.changedRows(info)));
            }
            version--;
            info = version < 0 ? null : commits.info(version);
        }

        return found;
    }
}
