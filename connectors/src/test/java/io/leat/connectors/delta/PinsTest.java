package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.TablePin;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class PinsTest {
    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();

    private void append(String to, long from, long until) {
        tables.write(Batches.append(to), spark.range(from, until).toDF(), WriteSpec.plain());
    }

    @Test
    void pinnedVersionStaysWhenTheTableGrows() {
        append(table, 0, 3);
        TablePin pin = tables.pin(table);
        append(table, 3, 9);

        assertThat(pin.version()).isEqualTo(1);
        assertThat(tables.read(pin).count()).isEqualTo(3);
        assertThat(tables.read(tables.pin(table)).count()).isEqualTo(9);
    }

    @Test
    void tableMadeAnewIsAnotherTable() {
        append(table, 0, 3);
        TablePin pin = tables.pin(table);
        spark.sql("DROP TABLE " + table);
        append(table, 0, 3);

        assertThatThrownBy(() -> tables.read(pin))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("was dropped and made anew: version 1 of table id " + pin.tableId());
    }

    @Test
    void tableThatAnotherProcessMadeAnewIsAnotherTable() throws Exception {
        String other = Batches.newTable();
        append(table, 0, 3);
        append(table, 3, 6);
        append(other, 0, 2);
        TablePin pin = tables.pin(table);
        Path directory = Path.of(DeltaTables.path(TestSpark.warehouse(), table));
        FileUtils.deleteDirectory(directory.toFile());
        assertThat(tables.exists(table)).isFalse();
        FileUtils.copyDirectory(
                Path.of(DeltaTables.path(TestSpark.warehouse(), other)).toFile(), directory.toFile());

        assertThatThrownBy(() -> tables.read(pin)).hasMessageContaining("was dropped and made anew");
    }

    @Test
    void versionThatIsNotThereIsNamed() {
        append(table, 0, 3);
        TablePin now = tables.pin(table);

        assertThatThrownBy(() -> tables.read(new TablePin(table, now.tableId(), 77)))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Version 77 of table " + table + ", which this run took as its input, cannot");
    }

    @Test
    void versionWhoseFilesWereVacuumedIsNamed() {
        append(table, 0, 3);
        TablePin pin = tables.pin(table);
        tables.write(Batches.overwrite(table), spark.range(3, 6).toDF(), WriteSpec.plain());
        spark.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
        spark.sql("VACUUM " + table + " RETAIN 0 HOURS");
        String other = Batches.newTable();
        Batch batch = Batches.withManifest(Batches.append(other), Manifest.ofTables(List.of(pin)));

        assertThatThrownBy(() -> tables.write(batch, tables.read(pin), WriteSpec.plain()))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST))
                .hasMessageStartingWith(
                        "Version 1 of table " + table + ", which this run took as its input, cannot be read any more: ")
                .hasMessageEndingWith("Start a new run, which takes the newest version.");
        assertThat(spark.table(table).count()).isEqualTo(3);
    }

    @Test
    void nearestTableIsNamed() {
        append("silver.orders", 0, 1);

        assertThatThrownBy(() -> tables.pin("silver.order"))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST))
                .hasMessage("Table silver.order does not exist. Did you mean silver.orders?");
    }

    @Test
    void inspectionTellsColumnsVersionsAndRows() {
        var batch = Batches.append(table);
        tables.write(
                batch,
                spark.range(5).selectExpr("id", "id > 2 AS big"),
                new WriteSpec(List.of(), java.util.Map.of(), List.of("id"), "Clicks", java.util.Map.of("id", "A key")));
        spark.sql("DELETE FROM " + table + " WHERE id = 4");
        TableDescription description = tables.inspect(table);

        assertThat(description.rows()).isEqualTo(4);
        assertThat(description.comment()).isEqualTo("Clicks");
        assertThat(description.schema())
                .extracting("name", "type", "nullable", "comment")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("id", "BIGINT", false, "A key"),
                        org.assertj.core.groups.Tuple.tuple("big", "BOOLEAN", true, null));
        assertThat(description.versions())
                .extracting("version", "operation", "batchId", "rows")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, "DELETE", null, null),
                        org.assertj.core.groups.Tuple.tuple(1L, "WRITE", batch.batchId(), 5L),
                        org.assertj.core.groups.Tuple.tuple(0L, "CREATE TABLE", null, null));
    }
}
