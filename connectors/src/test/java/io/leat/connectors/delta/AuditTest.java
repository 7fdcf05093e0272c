package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.Batch;
import io.leat.core.cluster.TableAudit;
import io.leat.core.cluster.TableAudit.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.junit.jupiter.api.Test;
import scala.Option;

class AuditTest {
    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();
    private final Path folder = Path.of(DeltaTables.path(TestSpark.warehouse(), table));

    private Batch append(long rows) {
        Batch batch = Batches.append(table);
        tables.write(batch, spark.range(rows).toDF(), WriteSpec.plain());
        return batch;
    }

    private Batch overwrite(long rows) {
        Batch batch = Batches.overwrite(table);
        tables.write(batch, spark.range(rows).toDF(), WriteSpec.plain());
        return batch;
    }

    @Test
    void writesAndBurnsAreToldWithTheirVersionsAndRows() {
        Batch first = append(3);
        Batch given = Batches.append(table);
        tables.settle(given);
        Batch last = append(5);

        TableAudit audit = tables.audit(table);

        assertThat(audit.tableId()).isEqualTo(tables.pin(table).tableId());
        assertThat(audit.version()).isEqualTo(3);
        assertThat(audit.oldestVersion()).isZero();
        assertThat(audit.batches()).containsExactlyInAnyOrder(first.batchId(), given.batchId(), last.batchId());
        assertThat(audit.writes())
                .containsExactly(
                        new Write(last.batchId(), 3, false, 5L, null),
                        new Write(given.batchId(), 2, true, 0L, null),
                        new Write(first.batchId(), 1, false, 3L, null));
    }

    @Test
    void anIdThatSomebodySetByHandIsKnownToo() {
        append(3);
        setByHand(Batch.transactionId(TestSpark.WORKSPACE, "by-hand"));
        setByHand("leat/another-workspace/b1");

        TableAudit audit = tables.audit(table);

        assertThat(audit.batches()).contains("by-hand").hasSize(2);
        assertThat(audit.writes()).extracting(Write::batchId).doesNotContain("by-hand");
    }

    private void setByHand(String id) {
        DeltaLog log = DeltaLog.forTable(spark, folder.toString());
        OptimisticTransaction transaction = log.startTransaction(Option.empty(), Option.empty());
        transaction.commit(
                Scala.seq(List.<Action>of(TransactionIds.action(id))), DeltaOperations.ManualUpdate$.MODULE$);
    }

    @Test
    void whatARestoreTookAwayIsTold() {
        Batch first = append(3);
        Batch second = append(5);
        spark.sql("RESTORE TABLE %s TO VERSION AS OF 1".formatted(table));
        Batch third = append(7);

        assertThat(tables.audit(table).writes())
                .containsExactly(
                        new Write(third.batchId(), 4, false, 7L, null),
                        new Write(second.batchId(), 2, false, 5L, 3L),
                        new Write(first.batchId(), 1, false, 3L, null));
    }

    @Test
    void onlyOldFilesOfNoVersionAreUnused() throws IOException {
        overwrite(3);
        overwrite(5);
        Path stray = Files.write(folder.resolve("part-00000-stray.snappy.parquet"), new byte[100]);
        assertThat(tables.audit(table).unusedFiles()).isZero();

        for (Path file : List.of(stray, Files.write(folder.resolve("notes.txt"), new byte[10]))) {
            age(file);
        }
        try (var files = Files.newDirectoryStream(folder, "part-*")) {
            for (Path file : files) {
                age(file);
            }
        }

        TableAudit audit = tables.audit(table);
        assertThat(audit.unusedFiles()).isEqualTo(1);
        assertThat(audit.unusedBytes()).isEqualTo(100);
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    }

    @Test
    void idsAreKeptForNinetyDays() {
        append(1);

        assertThat(Duration.between(Instant.ofEpochMilli(tables.audit(table).idsSince()), Instant.now()))
                .isBetween(Duration.ofDays(89), Duration.ofDays(91));
    }

    @Test
    void anAbsentTableIsNotMade() {
        assertThat(tables.audit(table)).isEqualTo(TableAudit.absent(table));
        assertThat(folder).doesNotExist();
    }
}
