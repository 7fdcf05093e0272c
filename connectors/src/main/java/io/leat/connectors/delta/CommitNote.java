package io.leat.connectors.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.leat.core.batch.Batch;
import io.leat.core.json.Json;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * What Leat leaves in the {@code userMetadata} of its commits, to know them again.
 *
 * @param manifest hash of the batch's manifest
 * @param code hash of the task's code and parameters
 * @param files of the manifest, when they are what the table is made from; else 0. Null in notes of old versions
 * @param burnt true in the commit that gives the batch up; left out elsewhere
 */
record CommitNote(
        @Nullable String batch,
        @Nullable String manifest,
        @Nullable String code,
        @Nullable Integer files,
        @Nullable Boolean burnt) {
    static CommitNote written(Batch batch) {
        boolean target = batch.statement().equals(Batch.TARGET);
        int files = target ? batch.manifest().files().size() : 0;
        return new CommitNote(batch.batchId(), batch.manifest().hash(), batch.codeHash(), files, null);
    }

    static CommitNote burnt(Batch batch) {
        return new CommitNote(batch.batchId(), batch.manifest().hash(), batch.codeHash(), null, true);
    }

    /** The note in some commit's metadata; null when someone else wrote it. */
    static @Nullable CommitNote parse(@Nullable String userMetadata) {
        if (userMetadata == null || !userMetadata.startsWith("{")) {
            return null;
        }

        try {
            CommitNote note = Json.mapper().readValue(userMetadata, CommitNote.class);
            return note.batch() == null ? null : note;
        } catch (JsonProcessingException notOurs) {
            return null;
        }
    }

    /** Whether the batch is made from files, as far as is known. */
    boolean mayHoldFiles() {
        return manifest != null && (files == null || files > 0);
    }

    /**
     * The operation that a commit of an own transaction names. Not Delta's "manual update", after which the next commits
     * cost a Spark job each to make a checksum again.
     */
    DeltaOperations.Operation append() {
        return new DeltaOperations.Write(
                SaveMode.Append,
                Option.empty(),
                Option.empty(),
                Option.apply(json()),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    boolean isBurnt() {
        return Boolean.TRUE.equals(burnt);
    }

    String json() {
        return Json.write(this);
    }
}
