package io.leat.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of invoice lines in 305 files; {@code -Dleat.data} names the folder that holds {@code online-retail}. */
@Tag("realdata")
class OnlineRetailTest {
    private static final String SCHEMA =
            "\"schema\":\"InvoiceNo STRING, StockCode STRING, Description STRING, Quantity BIGINT,"
                    + " InvoiceDate TIMESTAMP, UnitPrice DECIMAL(12,4), CustomerID DOUBLE, Country STRING\",";

    @TempDir
    Path root;

    private Path files;
    private TestWorkspace workspace;

    @BeforeEach
    void givenDailyFiles() throws Exception {
        String data = System.getProperty("leat.data");
        Assumptions.assumeTrue(data != null, "leat.data is not set");
        files = root.resolve("by-day");
        Files.createDirectories(files);
        try (var days = Files.list(Path.of(data, "online-retail", "by-day"))) {
            for (Path day : days.toList()) {
                Path copy = Files.copy(day, files.resolve(day.getFileName()));
                Files.setLastModifiedTime(copy, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            }
        }
        workspace = new TestWorkspace(root);
    }

    @Test
    void allRowsAreIngestedOnce() throws Exception {
        RecordingContext first = timed("declared, first in this JVM", "bronze.lines", SCHEMA);
        assertThat(first.counts())
                .containsEntry("files", 305L)
                .containsEntry("read", 541_909L)
                .containsEntry("loaded", 541_909L);
        golden("bronze.lines", 541_909, 9_747_747.93);

        RecordingContext second = timed("declared, again", "bronze.lines", SCHEMA);
        assertThat(second.counts()).containsEntry("files", 0L);
        assertThat(second.commits()).isEmpty();

        golden(timed("declared, warm", "bronze.warm", SCHEMA), 541_909);
        golden(timed("inferred, warm", "bronze.inferred", ""), 541_909);
        assertThat(workspace.rows("bronze.inferred").schema().toDDL())
                .isEqualTo("InvoiceNo STRING,StockCode STRING,Description STRING,Quantity INT,InvoiceDate TIMESTAMP,"
                        + "UnitPrice DOUBLE,CustomerID DOUBLE,Country STRING");
        golden("bronze.inferred", 541_909, 9_747_747.93);

        Files.writeString(files.resolve("2011-12-10.csv"), """
                InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
                1,2,x,3,2011-12-10 08:00:00,2.0,,France
                """);
        RecordingContext third = timed("one more file", "bronze.lines", SCHEMA);
        assertThat(third.counts()).containsEntry("files", 1L).containsEntry("loaded", 1L);
        golden("bronze.lines", 541_910, 9_747_753.93);
    }

    private RecordingContext timed(String what, String table, String schema) throws InterruptedException {
        long began = System.nanoTime();
        RecordingContext run = workspace.run(
                new Ingest(),
                table,
                "{\"source\":{\"format\":\"csv\",%s\"path\":\"by-day\",\"options\":{\"header\":true}},\"target\":\"%s\"}"
                        .formatted(schema, table),
                Map.of());
        System.out.printf("%s: %d ms %s%n", what, (System.nanoTime() - began) / 1_000_000, run.counts());
        return run;
    }

    private static void golden(RecordingContext run, long rows) {
        assertThat(run.counts()).containsEntry("loaded", rows).containsEntry("quarantined", 0L);
    }

    private void golden(String table, long rows, double revenue) {
        Row found = workspace
                .rows(table)
                .selectExpr("count(*)", "cast(sum(Quantity * UnitPrice) AS double)")
                .first();
        assertThat(found.getLong(0)).isEqualTo(rows);
        assertThat(found.getDouble(1)).isCloseTo(revenue, within(0.01));
    }
}
