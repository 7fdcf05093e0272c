package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.Batch;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.HeldBatch.Kept;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.TableLine.Rewind;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogWalkTest {
    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();
    private final Batch first = Batches.append(table);
    private final Batch second = Batches.append(table);

    @BeforeEach
    void givenTwoBatches() {
        ingest(first);
        ingest(second);
    }

    private void ingest(Batch batch) {
        tables.write(batch, spark.range(3).toDF(), WriteSpec.plain(), () -> tables.keepManifest(batch));
    }

    private LogPart since(long version) {
        return tables.logSince(tables.pin(table), version);
    }

    private static HeldBatch held(long version, Batch batch) {
        return new HeldBatch(version, batch.batchId(), batch.manifest().hash(), null);
    }

    @Test
    void batchesOfFilesAreFoundWithTheirVersions() {
        assertThat(since(-1))
                .isEqualTo(new LogPart(tables.pin(table), 0, List.of(held(2, second), held(1, first)), List.of()));
        assertThat(since(1).batches()).containsExactly(held(2, second));
        assertThat(since(1).from()).isEqualTo(2);
        assertThat(since(2).batches()).isEmpty();
    }

    @Test
    void whatIsNoBatchOfFilesIsNot() {
        TablePin pin = tables.pin(table);
        tables.write(
                Batches.withManifest(Batches.append(table), Manifest.ofTables(List.of(pin))),
                spark.range(3).toDF(),
                WriteSpec.plain());
        spark.sql("INSERT INTO " + table + " VALUES (7)");
        tables.settle(Batches.append(table));

        assertThat(since(pin.version()).batches()).isEmpty();
    }

    @Test
    void aCompactionAfterABatchIsNotTheBatch() {
        spark.sql("ALTER TABLE " + table + " SET TBLPROPERTIES (delta.autoOptimize.autoCompact = true)");
        spark.conf().set("spark.databricks.delta.autoCompact.minNumFiles", "2");
        Batch third = Batches.append(table);
        tables.write(third, spark.range(9).repartition(3).toDF(), WriteSpec.plain());

        assertThat(tables.pin(table).version()).isEqualTo(5);
        assertThat(since(2).batches()).containsExactly(held(4, third));
    }

    @Test
    void restoresAreTold() {
        spark.sql("RESTORE TABLE " + table + " TO VERSION AS OF 1");

        assertThat(since(2).rewinds()).containsExactly(new Rewind(3, 1));
    }

    /** Delta reads the time by the JVM's time zone, which is UTC in drivers. */
    @Test
    void theVersionARestoreToATimeWentToIsLookedForFurtherBack() throws Exception {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        try {
            Thread.sleep(10);
            String now = java.time.Instant.now().toString();
            Thread.sleep(10);
            ingest(Batches.append(table));
            spark.sql("RESTORE TABLE %s TO TIMESTAMP AS OF '%s'".formatted(table, now));
        } finally {
            TimeZone.setDefault(zone);
        }

        assertThat(since(3).rewinds()).containsExactly(new Rewind(4, 2));
    }

    @Test
    void aManifestIsKeptWholeAndReadBack() {
        assertThat(tables.kept(table, held(1, first)))
                .isEqualTo(new Kept(WriteMode.APPEND, first.manifest().files()));
        assertThat(directory().resolve("_leat"))
                .isDirectoryContaining(file -> file.toString().endsWith("/_leat/" + first.batchId() + ".json"));
        assertThat(directory().resolve("_leat")).isDirectoryNotContaining("glob:**/*.tmp");
    }

    @Test
    void theManifestOfABatchThatIsGivenUpIsForgotten() {
        Batch third = Batches.append(table);
        tables.keepManifest(third);
        assertThat(Files.exists(manifest(third))).isTrue();
        tables.settle(third);

        assertThat(Files.exists(manifest(third))).isFalse();
        assertThat(Files.exists(manifest(first))).isTrue();
    }

    private Path manifest(Batch batch) {
        return directory().resolve("_leat").resolve(batch.batchId() + ".json");
    }

    private Path directory() {
        return Path.of(DeltaTables.path(TestSpark.warehouse(), table));
    }
}
