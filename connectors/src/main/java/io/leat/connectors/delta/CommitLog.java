package io.leat.connectors.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.util.List;
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
            return absent(e);
        }
    }

    /** Ids of the transactions that the commit holds; null when the log is not kept so far back. */
    @Nullable
    List<String> transactionIds(long version) {
        try {
            return Scala.list(store.read(file(version), hadoop)).stream()
                    .filter(line -> line.startsWith("{\"txn\""))
                    .map(line -> tree(line).path("txn").path("appId").asText())
                    .toList();
        } catch (Exception e) {
            return absent(e);
        }
    }

    /** Null when nothing was there. Scala's code throws checked exceptions without saying so. */
    static <T> @Nullable T absent(Exception thrown) {
        if (thrown instanceof FileNotFoundException) {
            return null;
        }

        throw thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
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
