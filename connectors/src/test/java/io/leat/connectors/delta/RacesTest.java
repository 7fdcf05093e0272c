package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RacesTest {
    /** What happens, once, while a statement of this test is reading its rows. */
    private static volatile Runnable meanwhile = () -> {};

    private final String table = Batches.newTable();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static DeltaTables tables(SparkSession session) {
        return new DeltaTables(session, TestSpark.warehouse(), TestSpark.WORKSPACE);
    }

    private static DeltaTables tables() {
        return tables(TestSpark.session());
    }

    private static Dataset<Row> ids(SparkSession session, long from, long until) {
        return session.range(from, until).selectExpr("id", "cast(id as string) AS name");
    }

    private static Commit append(Batch batch, long from, long until) {
        SparkSession session = TestSpark.session();
        return tables(session).write(batch, ids(session, from, until), WriteSpec.plain());
    }

    /** Rows whose reading makes {@code foreign} happen first. */
    private Dataset<Row> idsWhile(SparkSession session, long from, long until, Callable<?> foreign) {
        meanwhile = () -> {
            meanwhile = () -> {};
            inAnotherThread(foreign);
        };
        FilterFunction<Row> trap = row -> {
            synchronized (RacesTest.class) {
                meanwhile.run();
            }

            return true;
        };
        return ids(session, from, until).coalesce(1).filter(trap);
    }

    private <T> T inAnotherThread(Callable<T> action) {
        try {
            return threads.submit(action).get(50, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> List<T> atOnce(List<Callable<T>> actions) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(actions.size());
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> action : actions) {
            futures.add(threads.submit(() -> {
                barrier.await();
                return action.call();
            }));
        }

        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get(50, TimeUnit.SECONDS));
        }

        return results;
    }

    private long count() {
        return TestSpark.session().table(table).count();
    }

    @Test
    void attemptsOfOneBatchAtOnceMakeOneCommit() throws Exception {
        Batch batch = Batches.append(table);
        Callable<Commit> attempt = () -> append(batch, 0, 5);
        List<Commit> commits = atOnce(List.of(attempt, attempt, attempt));

        assertThat(commits)
                .extracting(Commit::version)
                .containsOnly(commits.get(0).version());
        assertThat(commits).extracting(Commit::adopted).containsExactlyInAnyOrder(false, true, true);
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void differentBatchesAtOnceAllLand() throws Exception {
        List<Commit> commits = atOnce(List.of(
                () -> append(Batches.append(table), 0, 5),
                () -> append(Batches.append(table), 5, 10),
                () -> append(Batches.append(table), 10, 15)));

        assertThat(commits).extracting(Commit::version).doesNotHaveDuplicates();
        assertThat(count()).isEqualTo(15);
    }

    @Test
    void mergesOfOneDriverAtOnceAllLand() throws Exception {
        append(Batches.append(table), 0, 5);
        List<Batch> batches = List.of(Batches.merge(table), Batches.merge(table), Batches.merge(table));
        List<Callable<Commit>> merges = new ArrayList<>();
        for (Batch batch : batches) {
            merges.add(() -> {
                SparkSession session = TestSpark.session();
                return tables(session).write(batch, ids(session, 3, 8), WriteSpec.byKeys(List.of("id")));
            });
        }

        List<Commit> commits = atOnce(merges);
        assertThat(commits).extracting(Commit::version).doesNotHaveDuplicates();
        assertThat(commits).extracting(Commit::rows).containsOnly(5L);
        assertThat(count()).isEqualTo(8);
        List<TableVersion> versions = tables().inspect(table).versions();
        for (Commit commit : commits) {
            assertThat(versions)
                    .filteredOn(version -> version.version() == commit.version())
                    .extracting(TableVersion::batchId)
                    .containsExactly(commit.batchId());
        }
    }

    @Test
    void mergeTriesAgainAfterAForeignAppend() {
        append(Batches.append(table), 0, 5);
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = idsWhile(session, 3, 8, () -> append(Batches.append(table), 6, 7));
        Commit commit = tables(session).write(Batches.merge(table), rows, WriteSpec.byKeys(List.of("id")));

        assertThat(commit.version()).isEqualTo(3);
        assertThat(count()).isEqualTo(8);
    }

    @Test
    void overwriteIntoAnEmptyTableSeesAForeignAppend() {
        append(Batches.append(table), 0, 0);
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = idsWhile(session, 3, 8, () -> append(Batches.append(table), 100, 107));
        Commit commit = tables(session).write(Batches.overwrite(table), rows, WriteSpec.plain());

        assertThat(commit.totalRows()).isEqualTo(5);
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void batchThatIsBurntWhileItIsWrittenDoesNotLand() {
        append(Batches.append(table), 0, 5);
        Batch batch = Batches.append(table);
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = idsWhile(session, 5, 8, () -> tables().settle(batch));

        assertThatThrownBy(() -> tables(session).write(batch, rows, WriteSpec.plain()))
                .hasMessageContaining("may not be written to " + table + " any more");
        assertThat(count()).isEqualTo(5);
    }

    /** The newer one settles what it takes the place of, as minting tells it to. */
    @Test
    void overwriteThatIsOvertakenByANewerOneDoesNotLand() {
        append(Batches.append(table), 0, 5);
        Batch older = Batches.overwrite(table);
        Batch newer = Batches.overwrite(table);
        SparkSession session = TestSpark.session();
        Dataset<Row> rows = idsWhile(session, 100, 110, () -> {
            assertThat(tables().settle(older).state()).isEqualTo(BatchState.BURNT);
            return append(newer, 20, 23);
        });

        assertThatThrownBy(() -> tables(session).write(older, rows, WriteSpec.plain()))
                .hasMessageContaining("Batch " + older.batchId() + " may not be written to " + table + " any more");
        assertThat(ids()).containsExactly(20L, 21L, 22L);
    }

    @Test
    void overwriteThatWakesAfterANewerOneDoesNotLand() {
        Batch older = Batches.overwrite(table);
        Batch newer = Batches.overwrite(table);
        assertThat(tables().settle(older).state()).isEqualTo(BatchState.BURNT);
        append(newer, 20, 23);

        assertThatThrownBy(() -> append(older, 100, 110)).hasMessageContaining("a newer batch could take its place");
        assertThat(ids()).containsExactly(20L, 21L, 22L);
        assertThat(tables().inspect(table).versions().get(0).batchId()).isEqualTo(newer.batchId());
    }

    private List<Long> ids() {
        return TestSpark.session().table(table).select("id").collectAsList().stream()
                .map(row -> row.getLong(0))
                .sorted()
                .toList();
    }

    @Test
    void batchThatLandsWhileItIsBurntIsFound() {
        append(Batches.append(table), 0, 5);
        Batch batch = Batches.append(table);
        AfterStart.of(
                () -> inAnotherThread(() -> append(batch, 5, 8)),
                () -> assertThat(tables().settle(batch).state()).isEqualTo(BatchState.COMMITTED));

        assertThat(tables().inspect(table).version()).isEqualTo(2);
        assertThat(count()).isEqualTo(8);
    }
}
