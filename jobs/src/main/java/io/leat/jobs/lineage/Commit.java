package io.leat.jobs.lineage;

import io.leat.connectors.delta.CommitSearch;
import io.leat.connectors.delta.CommitWatch.Seen;
import io.leat.core.lineage.Observed.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a write left behind.
 *
 * @param written false when the statement changed nothing
 * @param seen its commit; null where there is no log, and where it cannot be known which commit it was
 */
record Commit(boolean written, @Nullable Seen seen) {
    static final Commit NONE = new Commit(false, null);
    static final Commit UNKNOWN = new Commit(true, null);

    static Commit of(WriteCommand write, Executions.Ended ended, Places places) {
        if (!write.delta() && (ended.commits() == null || ended.commits().isEmpty())) {
            Files files = Files.of(ended.execution());
            return files != null && files.count() == 0 ? NONE : UNKNOWN;
        }

        return ended.commits() == null ? searched(write, ended, places) : watched(write, ended.commits(), places);
    }

    private static Commit watched(WriteCommand write, List<Seen> commits, Places places) {
        Commit last = write.delta() ? NONE : UNKNOWN;
        for (Seen commit : commits) {
            if (places.table(commit.table()).name().equals(write.output().name())) {
                last = new Commit(true, commit);
            }
        }
        return last;
    }

    /** Where the log has one commit of that time, it is this one, if the statement cannot have gone without any. */
    private static Commit searched(WriteCommand write, Executions.Ended ended, Places places) {
        List<Seen> commits = CommitSearch.between(
                ended.execution().sparkSession(), places.path(write.output()), ended.from(), ended.to());
        if (commits.isEmpty()) {
            return NONE;
        }

        boolean sure = commits.size() == 1
                && write.operation() != Operation.UPDATE
                && write.operation() != Operation.DELETE
                && (write.operation() != Operation.CREATE || commits.get(0).version() == 0);
        return sure ? new Commit(true, commits.get(0)) : UNKNOWN;
    }
}
