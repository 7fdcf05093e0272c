package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Slice;
import io.leat.core.error.LeatException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Overwrites of a part of a table. Each test begins with the days 1 to 3, two rows a day, which say who wrote them. */
class SlicesTest {
    private static final String DAYS = "VALUES (DATE'2026-01-0%d', 'a', '%s'), (DATE'2026-01-0%d', 'b', '%s')";

    private static final String OUTSIDE =
            "Nothing was written to table %s: a row lies outside the slice day in [2026-01-02, 2026-01-03), which is all"
                    + " that may be replaced. Select the rows of the slice with where, or give another slice.";

    private final String table = Batches.newTable();

    private static DeltaTables tables(SparkSession session) {
        return new DeltaTables(session, TestSpark.warehouse(), TestSpark.WORKSPACE);
    }

    private static Slice day(int day) {
        return days(day, day + 1);
    }

    private static Slice days(int from, int to) {
        return new Slice("day", null, "2026-01-0" + from, "2026-01-0" + to);
    }

    private static Dataset<Row> rows(SparkSession session, String by, int... days) {
        return Arrays.stream(days)
                .mapToObj(
                        day -> session.sql("SELECT * FROM " + DAYS.formatted(day, by, day, by) + " AS t(day, id, who)"))
                .reduce(Dataset::unionAll)
                .orElseThrow();
    }

    private Commit write(Batch batch, String by, int... days) {
        SparkSession session = TestSpark.session();
        return tables(session).write(batch, rows(session, by, days), WriteSpec.plain());
    }

    private void given() {
        write(Batches.append(table), "old", 1, 2, 3);
    }

    /** Who wrote the two rows of each day. */
    private List<String> written() {
        return TestSpark.session()
                .sql("SELECT concat(day(day), ' ', concat_ws(',', sort_array(collect_list(concat(id, who))))) FROM "
                        + table + " GROUP BY day ORDER BY day")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void onlyTheSliceIsReplacedInOneCommitWithTheBatchsId() {
        given();
        Batch batch = Batches.overwrite(table, day(2));
        Commit commit = write(batch, "new", 2);

        assertThat(written()).containsExactly("1 aold,bold", "2 anew,bnew", "3 aold,bold");
        assertThat(commit.rows()).isEqualTo(2);
        assertThat(commit.totalRows()).isEqualTo(6);
        assertThat(commit.version()).isEqualTo(2);
        assertThat(tables(TestSpark.session()).inspect(table).versions().get(0).batchId())
                .isEqualTo(batch.batchId());
        Commit again = write(batch, "again", 2);
        assertThat(again.adopted()).isTrue();
        assertThat(again.rows()).isEqualTo(2);
        assertThat(written()).containsExactly("1 aold,bold", "2 anew,bnew", "3 aold,bold");
    }

    @Test
    void aSliceMayBeTheFirstThatATableHolds() {
        assertThat(write(Batches.overwrite(table, day(2)), "new", 2).rows()).isEqualTo(2);
        assertThat(written()).containsExactly("2 anew,bnew");
    }

    @Test
    void aRowOutsideTheSliceIsRefusedAndNothingIsWritten() {
        given();
        assertThatThrownBy(() -> write(Batches.overwrite(table, day(2)), "new", 2, 3))
                .isInstanceOf(LeatException.class)
                .hasMessage(OUTSIDE.formatted(table));
        assertThat(written()).containsExactly("1 aold,bold", "2 aold,bold", "3 aold,bold");
    }

    @Test
    void aRowOutsideTheSliceIsRefusedInATableMadeForIt() {
        assertThatThrownBy(() -> write(Batches.overwrite(table, day(2)), "new", 2, 3))
                .isInstanceOf(LeatException.class)
                .hasMessage(OUTSIDE.formatted(table));
    }

    @Test
    void aRowWithoutAValueIsInNoSlice() {
        given();
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = session.sql("SELECT cast(NULL AS date) AS day, 'a' AS id, 'new' AS who");
        assertThatThrownBy(() -> tables(session).write(Batches.overwrite(table, day(2)), rows, WriteSpec.plain()))
                .hasMessage(OUTSIDE.formatted(table));
    }

    @Test
    void aBrokenRuleIsToldAsInOtherWrites() {
        given();
        WriteSpec rules = new WriteSpec(List.of(), Map.of("known", "who <> 'new'"), List.of(), null, Map.of());
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = rows(session, "new", 2);
        assertThatThrownBy(() -> tables(session).write(Batches.overwrite(table, day(2)), rows, rules))
                .hasMessageStartingWith("Nothing was written to table " + table + ". CHECK constraint known");
    }

    @Test
    void noRowsEmptyTheSlice() {
        given();
        SparkSession session = TestSpark.session();
        Dataset<Row> none = rows(session, "new", 2).where("false");
        Commit commit = tables(session).write(Batches.overwrite(table, day(2)), none, WriteSpec.plain());

        assertThat(commit.rows()).isZero();
        assertThat(written()).containsExactly("1 aold,bold", "3 aold,bold");
    }

    @Test
    void backfillsOfDifferentDaysLandInAnyOrder() {
        given();
        Batch older = Batches.overwrite(table, day(1));
        Batch newer = Batches.overwrite(table, day(2));
        write(newer, "newer", 2);
        write(older, "older", 1);

        assertThat(written()).containsExactly("1 aolder,bolder", "2 anewer,bnewer", "3 aold,bold");
    }

    @Test
    void anOlderSliceThatANewerOneOverlapsIsSuperseded() {
        given();
        Batch older = Batches.overwrite(table, days(1, 3));
        Batch newer = Batches.overwrite(table, days(2, 4));
        assertThat(tables(TestSpark.session()).settle(older).state()).isEqualTo(BatchState.BURNT);
        write(newer, "newer", 2, 3);

        assertThatThrownBy(() -> write(older, "older", 1, 2))
                .hasMessageContaining("Batch " + older.batchId() + " may not be written to " + table + " any more");
        assertThat(written()).containsExactly("1 aold,bold", "2 anewer,bnewer", "3 anewer,bnewer");
    }

    @Test
    void anOlderWholeOverwriteIsSupersededByASlice() {
        given();
        Batch older = Batches.overwrite(table);
        assertThat(tables(TestSpark.session()).settle(older).state()).isEqualTo(BatchState.BURNT);
        write(Batches.overwrite(table, day(2)), "newer", 2);

        assertThatThrownBy(() -> write(older, "older", 1)).hasMessageContaining("may not be written");
        assertThat(written()).containsExactly("1 aold,bold", "2 anewer,bnewer", "3 aold,bold");
    }

    @Test
    void differentSlicesAtOnceAllLand() throws Exception {
        given();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CyclicBarrier barrier = new CyclicBarrier(3);
            List<Callable<Commit>> writes = List.of(1, 2, 3).stream()
                    .<Callable<Commit>>map(day -> () -> {
                        barrier.await();
                        return write(Batches.overwrite(table, day(day)), "new" + day, day);
                    })
                    .toList();
            for (Future<Commit> commit : threads.invokeAll(writes, 60, TimeUnit.SECONDS)) {
                assertThat(commit.get().rows()).isEqualTo(2);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(written()).containsExactly("1 anew1,bnew1", "2 anew2,bnew2", "3 anew3,bnew3");
    }

    @Test
    void anAppendCannotTakeThePlaceOfASlice() {
        given();
        Batch slice = Batches.overwrite(table, day(2));
        write(slice, "slice", 2);

        assertThatThrownBy(() -> write(Batches.replacing(slice), "append", 2))
                .hasMessageContaining("that replaced a slice of it as version 2, and so wrote other rows anew");
        assertThat(written()).containsExactly("1 aold,bold", "2 aslice,bslice", "3 aold,bold");
    }

    @Test
    void columnsOfManyTypesHaveSlices() {
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = session.sql("""
                SELECT id, cast(id AS string) AS text, cast(id AS int) AS number, cast(id AS decimal(9, 2)) AS amount,
                       date_add(DATE'2026-01-01', cast(id AS int)) AS day,
                       cast(date_add(DATE'2026-01-01', cast(id AS int)) AS timestamp) AS at,
                       cast(date_add(DATE'2026-01-01', cast(id AS int)) AS timestamp_ntz) AS local,
                       cast(date_add(DATE'2026-01-01', cast(id AS int)) AS string) AS written
                  FROM range(10)""").coalesce(1);
        tables(session).write(Batches.append(table), rows, WriteSpec.plain());
        for (Slice slice : List.of(
                new Slice("ID", "4", null, null), // of one file, whose other rows are copied
                new Slice("text", "4", null, null),
                new Slice("number", null, "4", "5.0"),
                new Slice("amount", null, "4", "4.5"),
                new Slice("day", "2026-01-05", null, null),
                new Slice("at", null, "2026-01-05", "2026-01-05 23:59:59.5"),
                new Slice("at", null, "2026-01-05T02:00:00+02:00", "2026-01-06"),
                new Slice("local", null, "2026-01-05", "2026-01-06"),
                new Slice("written", null, "2026-01-05", "2026-01-06"))) {
            Commit commit =
                    tables(session).write(Batches.overwrite(table, slice), rows.where("id = 4"), WriteSpec.plain());
            assertThat(commit.totalRows()).as(slice.text()).isEqualTo(10);
            assertThat(commit.rows()).as(slice.text()).isEqualTo(1);
        }

        assertThat(session.table(table).select("id").distinct().count()).isEqualTo(10);
    }

    @Test
    void boundsThatCompareOtherwiseInTheColumnAreRefused() {
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = session.sql("SELECT 1 AS number, 'a' AS text, DATE'2026-01-01' AS day, 1.5D AS amount");
        refused(rows, new Slice("text", null, "1", "2"), "1 is a number, and column text is of type STRING");
        refused(rows, new Slice("number", "1.5", null, null), "1.5 is a number, and column number is of type INT");
        refused(rows, new Slice("number", "99999999999", null, null), "column number is of type INT");
        refused(
                rows,
                new Slice("day", "2026-02-30", null, null),
                "2026-02-30 is a text, and column day is of type DATE");
        refused(
                rows,
                new Slice("day", "2026-02-01 12:00", null, null),
                "is a timestamp, and column day is of type DATE");
        refused(rows, new Slice("amount", "1.5", null, null), "column amount is of type DOUBLE");
        refused(rows, new Slice("dya", "1.5", null, null), "names column dya, which the rows lack");
    }

    private void refused(Dataset<Row> rows, Slice slice, String message) {
        assertThatThrownBy(() ->
                        tables(rows.sparkSession()).write(Batches.overwrite(table, slice), rows, WriteSpec.plain()))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining(message);
    }
}
