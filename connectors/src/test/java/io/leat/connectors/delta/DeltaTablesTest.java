package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Settled;
import io.leat.core.error.LeatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class DeltaTablesTest {
    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();

    private Dataset<Row> ids(long from, long to) {
        return spark.range(from, to).selectExpr("id", "cast(id as string) AS name");
    }

    private Commit append(Batch batch, long from, long to) {
        return tables.write(batch, ids(from, to), WriteSpec.plain());
    }

    private long count() {
        return spark.table(table).count();
    }

    @Test
    void theEmptyTableComesBeforeTheFirstRows() {
        Commit commit = append(Batches.append(table), 0, 3);

        assertThat(commit.version()).isEqualTo(1);
        assertThat(commit.rows()).isEqualTo(3);
        assertThat(commit.totalRows()).isEqualTo(3);
        assertThat(commit.bytes()).isPositive();
        assertThat(commit.adopted()).isFalse();
        assertThat(commit.schema()).isEqualTo("id BIGINT,name STRING");
        assertThat(spark.sql("SELECT * FROM " + table + " VERSION AS OF 0").count())
                .isZero();
        assertThat(tables.inspect(table).properties())
                .containsEntry("delta.setTransactionRetentionDuration", "interval 90 days")
                .containsEntry("delta.checkpointInterval", "100");
    }

    @Test
    void everyBatchOfManyIsOneCommit() {
        for (int i = 0; i < 4; i++) {
            Commit commit = append(Batches.append(table), i, i + 2);
            assertThat(commit.version()).isEqualTo(i + 1);
            assertThat(commit.totalRows()).isEqualTo(2L * (i + 1));
        }

        assertThat(count()).isEqualTo(8);
    }

    @Test
    void lateOlderBatchLandsToo() {
        Batch older = Batches.append(table);
        append(Batches.append(table), 10, 20);
        append(older, 0, 10);

        assertThat(count()).isEqualTo(20);
    }

    @Test
    void replayAdoptsTheCommitOfTheFirstAttempt() {
        Batch batch = Batches.append(table);
        Commit first = append(batch, 0, 3);
        append(Batches.append(table), 3, 5);
        Commit again = append(batch, 0, 3);

        assertThat(again.adopted()).isTrue();
        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.rows()).isEqualTo(3);
        assertThat(again.totalRows()).isEqualTo(3);
        assertThat(again.committedAt()).isEqualTo(first.committedAt());
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void replayWithAnotherManifestIsRefused() {
        Batch batch = Batches.append(table);
        append(batch, 0, 3);

        assertThatThrownBy(() -> append(Batches.withManifest(batch, Manifest.EMPTY), 0, 3))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("no commit in its log says that it holds this batch with manifest");
    }

    @Test
    void writingNoRowsStillCommitsTheBatch() {
        append(Batches.append(table), 0, 3);
        Batch empty = Batches.append(table);
        Commit commit = append(empty, 0, 0);

        assertThat(commit.version()).isEqualTo(2);
        assertThat(commit.rows()).isZero();
        assertThat(commit.totalRows()).isEqualTo(3);
        assertThat(append(empty, 0, 0).adopted()).isTrue();
    }

    @Test
    void overwriteReplacesAllRowsOnce() {
        append(Batches.append(table), 0, 3);
        Batch overwrite = Batches.overwrite(table);
        Commit commit = append(overwrite, 10, 12);
        append(Batches.append(table), 20, 21);
        Commit again = append(overwrite, 10, 12);

        assertThat(commit.version()).isEqualTo(2);
        assertThat(commit.totalRows()).isEqualTo(2);
        assertThat(again.version()).isEqualTo(2);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void overwriteMayComeFirst() {
        Commit commit = append(Batches.overwrite(table), 0, 3);

        assertThat(commit.version()).isEqualTo(1);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void settleFindsWhatWasWritten() {
        Batch batch = Batches.append(table);
        Commit commit = append(batch, 0, 3);
        Settled settled = tables.settle(batch);

        assertThat(settled.state()).isEqualTo(BatchState.COMMITTED);
        assertThat(settled.commit()).isNotNull();
        assertThat(settled.commit().version()).isEqualTo(commit.version());
        assertThat(settled.commit().rows()).isEqualTo(3);
        assertThat(settled.commit().adopted()).isTrue();
    }

    @Test
    void lateWriteOfBurntBatchIsRefused() {
        append(Batches.append(table), 0, 3);
        Batch batch = Batches.append(table);
        assertThat(tables.settle(batch).state()).isEqualTo(BatchState.BURNT);

        assertThatThrownBy(() -> append(batch, 3, 5))
                .isInstanceOf(LeatException.class)
                .hasMessage("Batch %s may not be written to %s any more: it was given up and its id burnt there, so"
                                .formatted(batch.batchId(), table)
                        + " that a newer batch could take its place. Run the task again.");
        assertThat(count()).isEqualTo(3);
        assertThat(tables.settle(batch).state()).isEqualTo(BatchState.BURNT);
        assertThat(tables.inspect(table).versions().get(0))
                .satisfies(burn -> assertThat(burn.operation()).isEqualTo("BURN"))
                .satisfies(burn -> assertThat(burn.batchId()).isNull());
    }

    @Test
    void burningOnAnAbsentTableLeavesOneWithoutColumns() {
        Batch burnt = Batches.append(table);
        assertThat(tables.settle(burnt).state()).isEqualTo(BatchState.BURNT);

        assertThat(tables.exists(table)).isFalse();
        assertThatThrownBy(() -> tables.pin(table)).hasMessageContaining("Table " + table + " does not exist.");
        assertThatThrownBy(() -> append(burnt, 0, 1)).hasMessageContaining("any more");
        assertThat(append(Batches.append(table), 0, 3).rows()).isEqualTo(3);
        assertThat(count()).isEqualTo(3);
        assertThatThrownBy(() -> append(burnt, 0, 1)).hasMessageContaining("any more");
    }

    @Test
    void firstWriteAfterACrashThatLeftFilesWithoutALog() throws Exception {
        Path directory = Path.of(DeltaTables.path(TestSpark.warehouse(), table));
        ids(0, 9).write().parquet(directory.toString());
        assertThat(tables.exists(table)).isFalse();

        assertThat(append(Batches.append(table), 0, 3).version()).isEqualTo(1);
        assertThat(count()).isEqualTo(3);
        assertThat(Files.exists(directory.resolve("_delta_log"))).isTrue();
    }

    @Test
    void compactionAfterTheCommitIsNotTheBatch() {
        append(Batches.append(table), 0, 1);
        spark.sql("ALTER TABLE " + table + " SET TBLPROPERTIES (delta.autoOptimize.autoCompact = true)");
        spark.conf().set("spark.databricks.delta.autoCompact.minNumFiles", "2");
        Batch batch = Batches.append(table);
        Commit commit = tables.write(batch, ids(1, 9).repartition(3), WriteSpec.plain());

        assertThat(commit.version()).isEqualTo(3);
        assertThat(commit.rows()).isEqualTo(8);
        assertThat(tables.inspect(table).versions().get(0).operation()).isEqualTo("OPTIMIZE");
        assertThat(append(batch, 1, 9).version()).isEqualTo(3);
    }

    @Test
    void sessionIsLeftAsItWas() {
        append(Batches.append(table), 0, 3);
        tables.write(Batches.merge(table), ids(1, 4), WriteSpec.byKeys(List.of("id")));
        tables.settle(Batches.append(table));

        assertThat(spark.conf().getAll().mkString())
                .doesNotContain("userMetadata")
                .doesNotContain("txnAppId");
    }
}
