package io.leat.connectors.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
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
        return texts(version, "txn", "appId");
    }

    /** Paths of the files that the commit added; none when the log is not kept so far back. */
    Set<String> added(long version) {
        return paths(version, "add");
    }

    /** Paths of the files that the commit removed; none when the log is not kept so far back. */
    Set<String> removed(long version) {
        return paths(version, "remove");
    }

    /** A path of a file action, relative to the table, in the one form in which paths can be compared. */
    static String path(String encoded) {
        return URI.create(encoded).getPath();
    }

    private Set<String> paths(long version, String action) {
        List<String> encoded = texts(version, action, "path");
        return encoded == null
                ? Set.of()
                : encoded.stream().map(CommitLog::path).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private @Nullable List<String> texts(long version, String action, String field) {
        try {
            return Scala.list(store.read(file(version), hadoop)).stream()
                    .filter(line -> line.startsWith("{\"" + action + "\""))
                    .map(line -> tree(line).path(action).path(field).asText())
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
