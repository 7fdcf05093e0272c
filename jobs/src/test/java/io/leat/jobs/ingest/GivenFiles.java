package io.leat.jobs.ingest;

import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Files of any format, last changed a long time ago, and the tables they are ingested into. */
final class GivenFiles {
    static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final TestWorkspace workspace;

    GivenFiles(TestWorkspace workspace) {
        this.workspace = workspace;
    }

    void file(String name, String content) throws IOException {
        Path file = path(name);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    void compressed(String name, String content) throws IOException {
        Path file = path(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private Path path(String name) throws IOException {
        Path file = workspace.root().resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    /** All in this folder was last changed a long time ago. */
    void settle(String folder) throws IOException {
        try (var files = Files.walk(workspace.root().resolve(folder))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            }
        }
    }

    RecordingContext ingest(String body) throws InterruptedException {
        return workspace.run(new Ingest(), "ingest_task", body);
    }

    /** A task that ingests CSV files of folder {@code in}; {@code more} are fields of its source, each with a comma. */
    static String csv(String more) {
        return "{\"source\":{\"format\":\"csv\",%s\"path\":\"in/\",\"options\":{\"header\":true}},\"target\":\"bronze.t\"}"
                .formatted(more);
    }

    static String counts(RecordingContext run) {
        Map<String, Long> counts = run.counts();
        StringBuilder text = new StringBuilder();
        for (String name : List.of("files", "read", "loaded", "quarantined", "dropped")) {
            text.append(name).append(' ').append(counts.get(name)).append(' ');
        }
        return text.toString().strip();
    }

    /** Its rows as text, sorted. */
    List<String> table(String name) {
        Dataset<Row> rows = workspace.rows(name);
        Column[] texts = Arrays.stream(rows.columns())
                .map(column -> rows.col(column).cast("string"))
                .toArray(Column[]::new);
        return rows.select(texts).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }
}
