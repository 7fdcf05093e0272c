package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.WriteMode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** An append in the place of appends: their rows go and its own come in one commit. */
class ReplacedTest {
    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();
    private final Batch old = Batches.append(table);
    private final Batch other = Batches.append(table);

    private Commit append(Batch batch, long from, long until) {
        return append(batch, from, until, () -> {});
    }

    private Commit append(Batch batch, long from, long until, Runnable beforeCommit) {
        return tables.write(batch, spark.range(from, until).toDF(), WriteSpec.plain(), beforeCommit);
    }

    private List<Long> ids() {
        return spark.table(table).orderBy("id").collectAsList().stream()
                .map((Row row) -> row.getLong(0))
                .toList();
    }

    private static void elsewhere(Runnable action) {
        CompletableFuture.runAsync(action).join();
    }

    @Test
    void oneCommitTakesTheOldRowsAwayAndBringsTheNewOnes() {
        append(old, 0, 3);
        append(other, 10, 12);
        Batch anew = Batches.replacing(old);
        Commit commit = append(anew, 5, 9);

        assertThat(ids()).containsExactly(5L, 6L, 7L, 8L, 10L, 11L);
        assertThat(commit.version()).isEqualTo(3);
        assertThat(commit.adopted()).isFalse();
        assertThat(commit.rows()).isEqualTo(4);
        assertThat(commit.totalRows()).isEqualTo(6);
        assertThat(tables.inspect(table).version()).isEqualTo(3);
        assertThat(tables.inspect(table).versions().get(0).batchId()).isEqualTo(anew.batchId());
    }

    @Test
    void anAttemptThatDiedBeforeTheCommitLeavesTheOldRowsAndTheNextOneTakesThemAway() {
        append(old, 0, 3);
        Batch anew = Batches.replacing(old);
        assertThatThrownBy(() -> append(anew, 5, 9, () -> {
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(ids()).containsExactly(0L, 1L, 2L);

        append(anew, 5, 9);
        assertThat(ids()).containsExactly(5L, 6L, 7L, 8L);
    }

    @Test
    void anAttemptAfterTheCommitFindsIt() {
        append(old, 0, 3);
        Batch anew = Batches.replacing(old);
        append(anew, 5, 9);
        Commit found = append(anew, 5, 9);

        assertThat(found.adopted()).isTrue();
        assertThat(found.version()).isEqualTo(2);
        assertThat(ids()).containsExactly(5L, 6L, 7L, 8L);
        assertThat(tables.settle(anew).state()).isEqualTo(BatchState.COMMITTED);
    }

    @Test
    void noRowsMayTakeThePlaceOfSome() {
        append(old, 0, 3);
        append(Batches.replacing(old), 0, 0);

        assertThat(ids()).isEmpty();
        assertThat(tables.inspect(table).version()).isEqualTo(2);
    }

    @Test
    void aBurntBatchHasNothingToTakeAway() {
        append(other, 10, 12);
        tables.settle(old);
        append(Batches.replacing(old), 5, 7);

        assertThat(ids()).containsExactly(5L, 6L, 10L, 11L);
    }

    @Test
    void whatWasReplacedBeforeIsGoneAlready() {
        append(old, 0, 3);
        Batch second = Batches.replacing(old);
        append(second, 5, 7);
        append(other, 10, 12);
        append(Batches.replacing(old, second), 20, 22);

        assertThat(ids()).containsExactly(10L, 11L, 20L, 21L);
    }

    @Test
    void aReplacementThatNeverLandedLeavesTheFirstToBeReplaced() {
        append(old, 0, 3);
        Batch second = Batches.replacing(old);
        tables.settle(second);
        append(Batches.replacing(old, second), 20, 22);

        assertThat(ids()).containsExactly(20L, 21L);
        assertThatThrownBy(() -> append(second, 5, 7)).hasMessageContaining("may not be written");
        assertThat(ids()).containsExactly(20L, 21L);
    }

    @Test
    void rowsThatARestoreTookAwayNeedNotBeTakenAway() {
        append(other, 10, 12);
        append(old, 0, 3);
        spark.sql("RESTORE TABLE %s TO VERSION AS OF 1".formatted(table));
        append(Batches.replacing(old), 5, 7);

        assertThat(ids()).containsExactly(5L, 6L, 10L, 11L);
    }

    @Test
    void rowsThatARestoreBroughtBackAreTakenAway() {
        append(old, 0, 3);
        Batch second = Batches.replacing(old);
        append(second, 5, 7);
        spark.sql("RESTORE TABLE %s TO VERSION AS OF 1".formatted(table));
        append(Batches.replacing(old, second), 20, 22);

        assertThat(ids()).containsExactly(20L, 21L);
    }

    @Test
    void aTableMadeAnewHasNothingToTakeAway() {
        append(old, 0, 3);
        spark.sql("DROP TABLE " + table);
        append(Batches.replacing(old), 5, 7);

        assertThat(ids()).containsExactly(5L, 6L);
    }

    @Test
    void filesThatWereCompactedAreRefusedByVersion() {
        append(old, 0, 3);
        append(other, 10, 12);
        spark.sql("OPTIMIZE " + table);
        Batch anew = Batches.replacing(old);

        assertThatThrownBy(() -> append(anew, 5, 7))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_STATE))
                .hasMessageStartingWith("Batch %s cannot take the place of batch %s in %s: "
                        .formatted(anew.batchId(), old.batchId(), table))
                .hasMessageContaining(
                        "version 1 added for it were compacted, rewritten or deleted, first by version 3,")
                .hasMessageContaining("Restore %s to version 2, which undoes".formatted(table));
        assertThat(ids()).containsExactly(0L, 1L, 2L, 10L, 11L);
        spark.sql("RESTORE TABLE %s TO VERSION AS OF 2".formatted(table));
        append(anew, 5, 7);
        assertThat(ids()).containsExactly(5L, 6L, 10L, 11L);
    }

    @Test
    void rowsThatSomebodyDeletedAreNotPassedOver() {
        append(old, 0, 3);
        spark.sql("DELETE FROM %s WHERE id = 1".formatted(table));

        assertThatThrownBy(() -> append(Batches.replacing(old), 5, 7))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("first by version 2");
        assertThat(ids()).containsExactly(0L, 2L);
    }

    @Test
    void rowsThatSomebodyDeletesMeanwhileAreNotPassedOver() {
        append(old, 0, 3);
        boolean[] done = new boolean[1];
        Runnable delete = () -> {
            if (!done[0]) {
                done[0] = true;
                elsewhere(() -> TestSpark.session().sql("DELETE FROM %s WHERE id = 1".formatted(table)));
            }
        };

        assertThatThrownBy(() -> append(Batches.replacing(old), 5, 7, delete))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("first by version 2");
        assertThat(ids()).containsExactly(0L, 2L);
    }

    @Test
    void anAppendMeanwhileDisturbsNothing() {
        append(old, 0, 3);
        boolean[] done = new boolean[1];
        append(Batches.replacing(old), 5, 7, () -> {
            if (!done[0]) {
                done[0] = true;
                elsewhere(() -> new DeltaTables(TestSpark.session(), TestSpark.warehouse(), TestSpark.WORKSPACE)
                        .write(other, TestSpark.session().range(10, 12).toDF(), WriteSpec.plain()));
            }
        });

        assertThat(ids()).containsExactly(5L, 6L, 10L, 11L);
    }

    @Test
    void aBurnMeanwhileKeepsItOut() {
        append(old, 0, 3);
        Batch anew = Batches.replacing(old);
        Runnable burn = () -> elsewhere(
                () -> new DeltaTables(TestSpark.session(), TestSpark.warehouse(), TestSpark.WORKSPACE).settle(anew));

        assertThatThrownBy(() -> append(anew, 5, 7, burn)).hasMessageContaining("may not be written");
        assertThat(ids()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void rulesOfTheTableHold() {
        WriteSpec small = new WriteSpec(List.of(), Map.of("small", "id < 100"), List.of(), null, Map.of());
        tables.write(old, spark.range(3).toDF(), small);

        assertThatThrownBy(() -> append(Batches.replacing(old), 99, 102))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("Nothing was written to table " + table);
        assertThat(ids()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void rowsThatWereMergedCannotBeToldFromOthers() {
        append(other, 0, 3);
        Batch merged = Batches.merge(table);
        tables.write(merged, spark.range(2, 5).toDF(), WriteSpec.byKeys(List.of("id")));
        Batch anew = Batches.replacing(merged, WriteMode.APPEND);

        assertThatThrownBy(() -> append(anew, 5, 7))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith(
                        "Batch %s cannot be appended to %s in place of batch %s: that was merged into it"
                                .formatted(anew.batchId(), table, merged.batchId()));
        tables.write(
                Batches.replacing(merged, WriteMode.MERGE), spark.range(4, 7).toDF(), WriteSpec.byKeys(List.of("id")));
        assertThat(ids()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }
}
