package io.leat.connectors.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.DeltaHistoryManager;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.storage.LogStore;
import org.jspecify.annotations.Nullable;

/** The commit files of a table, read one by one without a Spark job. */
final class CommitLog {
    private final Path directory;
    private final LogStore store;
    private final Configuration hadoop;

    CommitLog(DeltaLog log) {
        this.directory = log.logPath();
        this.store = log.store();
        this.hadoop = log.newDeltaHadoopConf();
    }

    /** Null when the log is not kept so far back, or the writer left no information. */
    @Nullable
    CommitInfo info(long version) {
        try {
            return Scala.orNull(DeltaHistoryManager.getCommitInfoOpt(store, file(version), hadoop));
        } catch (Exception e) {
            if (e instanceof java.io.FileNotFoundException) {
                return null;
            }

            throw e;
        }
    }

    boolean holdsTransaction(long version, String id) {
        for (String line : Scala.list(store.read(file(version), hadoop))) {
            if (line.startsWith("{\"txn\"")
                    && tree(line).path("txn").path("appId").asText().equals(id)) {
                return true;
            }
        }

        return false;
    }

    private Path file(long version) {
        return new Path(directory, String.format(Locale.ROOT, "%020d.json", version));
    }

    private static JsonNode tree(String line) {
        try {
            return Json.mapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
