package io.leat.connectors.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.leat.core.batch.Batch;
import io.leat.core.batch.HeldBatch.Kept;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import io.leat.core.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.storage.LogStore;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The manifests of ingested batches, one file each, in the directory {@code _leat} beside the table's data: readers and
 * VACUUM leave hidden directories alone. With them a table tells which files it was made from, whatever becomes of the
 * control plane's state.
 */
final class KeptManifests {
    private static final String DIRECTORY = "_leat";
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final LogStore store;
    private final Configuration hadoop;

    KeptManifests(DeltaLog log) {
        this.directory = new Path(log.dataPath(), DIRECTORY);
        this.store = log.store();
        this.hadoop = log.newDeltaHadoopConf();
    }

    /**
     * What is kept of one batch.
     *
     * @param transaction the batch's id in the table's log
     * @param manifest hash over {@code files}
     * @param after the table's version when this was written; the batch's own is a later one
     * @param writtenAt in epoch milliseconds
     */
    record KeptManifest(
            String batch,
            String transaction,
            WriteMode mode,
            String manifest,
            String code,
            long after,
            long writtenAt,
            List<SourceFile> files) {
        boolean isWhole() {
            return files != null && Manifest.ofFiles(files).hash().equals(manifest);
        }

        Kept kept() {
            return new Kept(mode, files);
        }
    }

    /** Written whole or not at all: Delta's own log is written by the same means. */
    void keep(Batch batch, String transaction, long version) {
        KeptManifest kept = new KeptManifest(
                batch.batchId(),
                transaction,
                batch.mode(),
                batch.manifest().hash(),
                batch.codeHash(),
                version,
                System.currentTimeMillis(),
                batch.manifest().files());
        try {
            files().mkdirs(directory);
            store.write(
                    file(batch.batchId()),
                    CollectionConverters.asScala(List.of(Json.write(kept)).iterator()),
                    true,
                    hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null when there is none, or none that can be read. */
    @Nullable
    KeptManifest find(String batchId) {
        return read(file(batchId));
    }

    /** The batches of which something is kept. */
    List<String> batches() {
        try {
            return Arrays.stream(files().listStatus(directory))
                    .map(status -> status.getPath().getName())
                    .filter(name -> !name.startsWith(".") && name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .toList();
        } catch (FileNotFoundException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The batch will never be in the table. */
    void forget(String batchId) {
        try {
            files().delete(file(batchId), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String batchId) {
        return new Path(directory, batchId + SUFFIX);
    }

    private @Nullable KeptManifest read(Path file) {
        try {
            String text = String.join("\n", Scala.list(store.read(file, hadoop)));
            KeptManifest kept = Json.mapper().readValue(text, KeptManifest.class);
            return kept != null && kept.isWhole() ? kept : null;
        } catch (JsonProcessingException damaged) {
            return null;
        } catch (Exception e) {
            return e.getCause() instanceof ChecksumException ? null : CommitLog.absent(e);
        }
    }

    private FileSystem files() throws IOException {
        return directory.getFileSystem(hadoop);
    }
}
