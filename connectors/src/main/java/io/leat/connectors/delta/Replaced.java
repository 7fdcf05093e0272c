package io.leat.connectors.delta;

import io.leat.connectors.delta.BatchLookup.Found;
import io.leat.core.batch.Batch;
import io.leat.core.batch.WriteMode;
import io.leat.core.error.LeatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * The rows of the batches that an append takes the place of. They are known by their files, so they can be taken away
 * only as long as all of these are in the table as their commits left them.
 */
final class Replaced {
    private final TableLog log;
    private final CommitLog commits;
    private final Batch batch;
    private final String workspaceId;

    Replaced(TableLog log, Batch batch, String workspaceId) {
        this.log = log;
        this.commits = new CommitLog(log.delta());
        this.batch = batch;
        this.workspaceId = workspaceId;
    }

    boolean isNothing() {
        return batch.mode() != WriteMode.APPEND || batch.replaces().isEmpty();
    }

    /** What takes the rows away in this transaction. A replaced batch that moves meanwhile is a conflict. */
    List<Action> removals(OptimisticTransaction transaction) {
        Snapshot now = transaction.snapshot();
        Map<String, Found> found = new HashMap<>();
        for (String old : batch.replaces()) {
            String oldId = Batch.transactionId(workspaceId, old);
            if (TransactionIds.read(transaction, oldId)) {
                Found commit = find(now, old, oldId);
                if (!commit.note().isBurnt() && commit.loss() == null) {
                    found.put(old, commit);
                }
            }
        }

        return removals(now, found);
    }

    private Found find(Snapshot now, String old, String oldId) {
        Found found = new BatchLookup(log, old, oldId).find(now);
        if (found == null) {
            throw TableErrors.forgotten(batch, old, now.version());
        }

        if (found.info().operation().equals("MERGE")) {
            throw TableErrors.merged(batch, old, found.version());
        }

        if (Commits.isOfSlice(found.info())) {
            throw TableErrors.sliced(batch, old, found.version());
        }

        return found;
    }

    private List<Action> removals(Snapshot now, Map<String, Found> found) {
        Set<String> gone = new HashSet<>();
        found.values().forEach(commit -> gone.addAll(commits.removed(commit.version())));
        Map<String, AddFile> live = found.isEmpty() ? Map.of() : live(now);
        List<Action> removals = new ArrayList<>();
        found.forEach((old, commit) -> {
            List<String> added = new ArrayList<>(commits.added(commit.version()));
            added.removeAll(gone); // by another of the replaced batches, whose place was this one's
            List<String> missing =
                    added.stream().filter(path -> !live.containsKey(path)).toList();
            if (!missing.isEmpty()) {
                throw rewritten(now, old, commit.version(), added.size(), missing);
            }

            added.forEach(path -> removals.add(live.get(path).remove()));
        });
        return removals;
    }

    /** By path; without files of which rows were deleted, which are not as their commits left them. */
    private static Map<String, AddFile> live(Snapshot now) {
        List<AddFile> listed = Commits.listedFiles(now);
        Map<String, AddFile> live = new HashMap<>();
        for (AddFile file : listed == null ? now.allFiles().collectAsList() : listed) {
            if (file.deletionVector() == null) {
                live.put(CommitLog.path(file.path()), file);
            }
        }

        return live;
    }

    private LeatException rewritten(Snapshot now, String old, long version, int files, List<String> missing) {
        for (long later = version + 1; later <= now.version(); later++) {
            if (missing.stream().anyMatch(commits.removed(later)::contains)) {
                return TableErrors.rewritten(batch, old, version, files, missing.size(), later);
            }
        }

        return TableErrors.forgotten(batch, old, now.version());
    }
}
