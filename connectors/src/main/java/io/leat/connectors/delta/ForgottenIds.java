package io.leat.connectors.delta;

import io.leat.connectors.delta.KeptManifests.KeptManifest;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Settled;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a table that is older than the ids it keeps says of a batch whose id it does not know. It may have known it once:
 * then the commit is still in its log, or, when the log is not kept so far back, the list of the batch's files beside it.
 */
final class ForgottenIds {
    /** Less than the time for which a table keeps transaction ids. */
    static final Duration KEPT = Duration.ofDays(89);

    private final TableLog log;
    private final Batch batch;
    private final String id;

    ForgottenIds(TableLog log, Batch batch, String id) {
        this.log = log;
        this.batch = batch;
        this.id = id;
    }

    /** Null when the batch is not in the table. */
    @Nullable
    Settled settled(Snapshot now) {
        CommitLog commits = new CommitLog(log.delta());
        CommitInfo first = now.version() < 0 ? null : commits.info(0);
        if (now.version() < 0 || (first != null && !isOld(first.timestamp().getTime()))) {
            return null;
        }

        BatchLookup lookup = new BatchLookup(log, batch.batchId(), id);
        if (lookup.find(now) != null) {
            return lookup.settled(batch, now);
        }

        KeptManifests manifests = new KeptManifests(log.delta());
        KeptManifest kept = first == null ? manifests.find(batch.batchId()) : null;
        if (kept != null && isOld(kept.writtenAt())) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(kept.writtenAt()), ZoneOffset.UTC);
            throw TableErrors.forgottenId(batch, day, manifests.file(batch.batchId()));
        }

        return null;
    }

    private static boolean isOld(long millis) {
        return System.currentTimeMillis() - millis > KEPT.toMillis();
    }
}
