package io.leat.connectors.delta;

import io.leat.connectors.delta.KeptManifests.KeptManifest;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.TableLine.Rewind;
import io.leat.core.batch.TablePin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.delta.actions.CommitInfo;

/** Reads which batches of files a table's log names, from a version backwards. */
final class LogWalk {
    private final TableLog log;
    private final CommitLog commits;
    private final KeptManifests manifests;
    private final TablePin at;
    private final Ancestry ancestry;
    private final List<HeldBatch> held = new ArrayList<>();
    private final Set<String> named = new HashSet<>();
    private long oldestMillis = Long.MAX_VALUE;

    LogWalk(TableLog log, TablePin at) {
        this.log = log;
        this.commits = new CommitLog(log.delta());
        this.manifests = new KeptManifests(log.delta());
        this.at = at;
        this.ancestry = new Ancestry(at.version());
    }

    /** The part of the log that is newer than version {@code after}. */
    LogPart since(long after) {
        long version = at.version();
        while (version > after && read(version)) {
            version--;
        }

        if (version > after) {
            addFromBefore(version);
        }

        return new LogPart(at, version + 1, held, rewinds(version));
    }

    /** False when the log is not kept so far back. */
    private boolean read(long version) {
        CommitInfo info = commits.info(version);
        if (info == null) {
            return commits.transactionIds(version) != null;
        }

        ancestry.passed(version, info);
        oldestMillis = info.timestamp().getTime();
        CommitNote note = CommitNote.parse(Scala.orNull(info.userMetadata()));
        if (note != null) {
            named.add(note.batch());
            add(version, note);
        }

        return true;
    }

    private void add(long version, CommitNote note) {
        List<String> ids = note.isBurnt() || !note.mayHoldFiles() ? null : commits.transactionIds(version);
        if (ids != null && ids.stream().anyMatch(id -> id.endsWith("/" + note.batch()))) {
            held.add(new HeldBatch(version, note.batch(), note.manifest(), null));
        }
    }

    /** Goes on as long as it is not known where a restore went. */
    private List<Rewind> rewinds(long reached) {
        long version = reached;
        CommitInfo info = ancestry.isOpen() ? commits.info(version) : null;
        while (info != null) {
            ancestry.passed(version, info);
            version--;
            info = ancestry.isOpen() && version >= 0 ? commits.info(version) : null;
        }

        return ancestry.rewinds().stream()
                .filter(rewind -> rewind.version() > reached)
                .toList();
    }

    /** Of batches whose commits the log has dropped, what is kept beside the table tells. */
    private void addFromBefore(long newestGone) {
        for (String batch : manifests.batches()) {
            if (!named.contains(batch)) {
                KeptManifest kept = manifests.find(batch);
                if (kept == null) {
                    HeldBatch damaged = new HeldBatch(newestGone, batch, "", null);
                    throw TableErrors.manifestGone(at.table(), damaged, manifests.file(batch));
                }

                addFromBefore(kept, newestGone);
            }
        }
    }

    private void addFromBefore(KeptManifest kept, long newestGone) {
        boolean old = System.currentTimeMillis() - kept.writtenAt() > ForgottenIds.KEPT.toMillis();
        if (kept.writtenAt() < oldestMillis && (old || TransactionIds.contains(log.now(), kept.transaction()))) {
            long version = Math.min(kept.after() + 1, newestGone);
            held.add(new HeldBatch(version, kept.batch(), kept.manifest(), null));
        }
    }
}
