package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;

/** RESTORE and CREATE OR REPLACE keep transaction ids whose rows they take away. */
class LostBatchesTest {
    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();
    private final Batch first = Batches.append(table);
    private final Batch second = Batches.append(table);

    @BeforeEach
    void givenTwoBatches() {
        append(first);
        append(second);
    }

    private Commit append(Batch batch) {
        return tables.write(batch, spark.range(3).toDF(), WriteSpec.plain());
    }

    private void restore(long version) {
        spark.sql("RESTORE TABLE %s TO VERSION AS OF %d".formatted(table, version));
    }

    @Test
    void batchBelowWhichTheTableWasRestoredIsNotSuccess() {
        restore(1);

        assertThat(append(first).version()).isEqualTo(1);
        assertThatThrownBy(() -> append(second))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_STATE))
                .hasMessage("Batch %s was written to %s as version 2, but version 3 restored the table to version 1,"
                                .formatted(second.batchId(), table)
                        + " which does not hold it. Start a new run to write it anew, or RESTORE "
                        + table + " to version 2 or later.");
        assertThat(spark.table(table).count()).isEqualTo(3);
    }

    /** A new run must be able to begin: that the batch was there is known, and so is that its rows are not. */
    @Test
    void batchThatARestoreTookAwayIsSettledAsCommitted() {
        restore(1);

        Settled settled = tables.settle(second);
        assertThat(settled.state()).isEqualTo(BatchState.COMMITTED);
        assertThat(settled.commit()).isNotNull();
        assertThat(settled.commit().version()).isEqualTo(2);
    }

    @Test
    void restoringForwardAgainBringsTheBatchBack() {
        restore(1);
        restore(2);

        assertThat(append(second).version()).isEqualTo(2);
        assertThat(append(first).version()).isEqualTo(1);
    }

    @Test
    void batchOfAReplacedTableIsNotSuccess() {
        String before = tables.pin(table).tableId();
        spark.sql("CREATE OR REPLACE TABLE %s AS SELECT 7L AS id".formatted(table));
        String after = tables.pin(table).tableId();

        assertThat(after).isNotEqualTo(before);
        assertThatThrownBy(() -> append(first))
                .isInstanceOf(LeatException.class)
                .hasMessage(("Batch %s was written to %s as version 1 of table id %s, but version 3 replaced that table"
                                + " by id %s, which does not hold it. Start a new run to write it anew.")
                        .formatted(first.batchId(), table, before, after));
    }

    @Test
    void tableDroppedAndMadeAnewTakesTheBatch() {
        spark.sql("DROP TABLE " + table);

        assertThat(append(first).adopted()).isFalse();
        assertThat(spark.table(table).count()).isEqualTo(3);
    }

    @Test
    void commitThatAnotherDriverMadeIsFound() {
        Batch third = Batches.append(table);
        spark.range(3)
                .write()
                .format("delta")
                .mode("append")
                .option("txnAppId", third.transactionId(TestSpark.WORKSPACE))
                .option("txnVersion", "1")
                .option("userMetadata", CommitNote.written(third).json())
                .save(DeltaTables.path(TestSpark.warehouse(), table));

        Commit found = append(third);
        assertThat(found.adopted()).isTrue();
        assertThat(found.version()).isEqualTo(3);
        assertThat(found.totalRows()).isEqualTo(9);
    }

    @Test
    void commitThatTheLogNoLongerKeepsIsNotSuccess() throws IOException {
        String copy = Batches.newTable();
        Path from = Path.of(DeltaTables.path(TestSpark.warehouse(), table));
        Path to = Path.of(DeltaTables.path(TestSpark.warehouse(), copy));
        DeltaLog log = DeltaLog.forTable(spark, from.toString());
        log.checkpoint(log.update(false, scala.Option.empty(), scala.Option.empty()), Option.empty());
        FileUtils.copyDirectory(from.toFile(), to.toFile());
        Files.delete(to.resolve("_delta_log/00000000000000000000.json"));
        Files.delete(to.resolve("_delta_log/00000000000000000001.json"));
        Batch batch = Batches.moved(first, copy);

        assertThatThrownBy(() -> append(batch))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith(
                        "Table %s (id %s, version 2) knows the transaction id of batch %s, but no commit"
                                .formatted(copy, tables.pin(copy).tableId(), batch.batchId()));
        assertThat(append(Batches.moved(second, copy)).version()).isEqualTo(2);
    }
}
