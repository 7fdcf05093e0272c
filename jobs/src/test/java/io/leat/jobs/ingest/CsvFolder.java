package io.leat.jobs.ingest;

import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** A folder of CSV files of {@code id,amount}, and the one table they are ingested into. */
final class CsvFolder {
    static final String TABLE = "bronze.t";

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final TestWorkspace workspace;

    CsvFolder(TestWorkspace workspace) {
        this.workspace = workspace;
    }

    /** A file of these records, each {@code id,amount}, last changed some minutes after a time long ago. */
    void file(String name, int minute, String... records) {
        Path file = workspace.root().resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "id,amount\n" + String.join("\n", records) + "\n");
            Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(60L * minute)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void file(String name, String... records) {
        file(name, 0, records);
    }

    void delete(String name) throws IOException {
        Files.delete(workspace.root().resolve(name));
    }

    /** Ingests folder {@code in}; {@code more} are fields of the task in JSON, each followed by a comma. */
    RecordingContext ingest(String more) throws InterruptedException {
        return ingest("in/", more);
    }

    RecordingContext ingest() throws InterruptedException {
        return ingest("");
    }

    RecordingContext ingest(String folder, String more) throws InterruptedException {
        String body = """
                {"source":{"format":"csv","path":"%s","schema":"id INT, amount INT","options":{"header":true}},
                 %s"target":"%s"}""".formatted(folder, more, TABLE);
        return workspace.run(new Ingest(), "ingest_task", body);
    }

    /** {@code files, rows loaded}. */
    static List<Long> counts(RecordingContext run) {
        return List.of(run.counts().get("files"), run.counts().get("loaded"));
    }

    List<String> rows() {
        return workspace.rows(TABLE).selectExpr("concat_ws(' ', id, amount)").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    void sql(String statement) {
        workspace.spark().sql(statement);
    }

    Path tableDirectory() {
        return workspace.root().resolve("warehouse/bronze/t");
    }

    /** The manifests kept beside the table. */
    List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(tableDirectory().resolve("_leat"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    void copyTable(Path to) throws IOException {
        FileUtils.copyDirectory(tableDirectory().toFile(), to.toFile());
    }

    void deleteTable() throws IOException {
        FileUtils.deleteDirectory(tableDirectory().toFile());
    }

    void putTableBack(Path from) throws IOException {
        deleteTable();
        FileUtils.copyDirectory(from.toFile(), tableDirectory().toFile());
    }
}
