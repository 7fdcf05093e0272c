package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;

/** A table that was made long ago, whose ids of that time Delta has dropped. */
class ForgottenIdsTest {
    /** More than a driver reads one by one, so that it asks Delta for the ids. */
    private static final int COMMITS = 104;

    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();
    private final Path folder = Path.of(DeltaTables.path(TestSpark.warehouse(), table));
    private final Batch batch = Batches.append(table);

    @BeforeEach
    void givenAnOldTable() throws IOException {
        String young = Batches.newTable();
        tables.write(Batches.moved(batch, young), spark.range(3).toDF(), WriteSpec.plain());
        FileUtils.copyDirectory(
                Path.of(DeltaTables.path(TestSpark.warehouse(), young)).toFile(), folder.toFile());
        for (Path file : log()) {
            if (file.toString().endsWith(".crc")) {
                Files.delete(file);
            } else {
                Files.writeString(file, aged(Files.readString(file)));
            }
        }

        for (int version = log().size(); version < COMMITS; version++) {
            Files.writeString(
                    folder.resolve(String.format(Locale.ROOT, "_delta_log/%020d.json", version)),
                    "{\"commitInfo\":{\"timestamp\":2000,\"operation\":\"OPTIMIZE\",\"operationParameters\":{}}}\n");
        }
    }

    private List<Path> log() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("_delta_log"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String aged(String text) {
        return text.replaceAll("\"(lastUpdated|timestamp|written_at)\":\\d+", "\"$1\":1000");
    }

    @Test
    void aBatchWhoseCommitIsInTheLogIsFoundThere() {
        assertThat(DeltaLog.forTable(spark, folder.toString())
                        .unsafeVolatileSnapshot()
                        .transactions()
                        .isEmpty())
                .as("Delta has dropped the id")
                .isTrue();
        Settled settled = tables.settle(batch);

        assertThat(settled.state()).isEqualTo(BatchState.COMMITTED);
        assertThat(settled.commit()).extracting(Commit::version).isEqualTo(1L);
    }

    @Test
    void aBatchThatIsNotInTheLogIsGivenUp() {
        assertThat(tables.settle(Batches.append(table)).state()).isEqualTo(BatchState.BURNT);
    }

    @Test
    void whereTheLogDoesNotReachBackTheListOfItsFilesTells() throws IOException {
        tables.keepManifest(batch);
        Path list = folder.resolve("_leat/" + batch.batchId() + ".json");
        Files.writeString(list, aged(Files.readString(list)));
        Files.deleteIfExists(list.resolveSibling("." + list.getFileName() + ".crc"));
        DeltaLog log = DeltaLog.forTable(spark, folder.toString());
        log.checkpoint(log.update(false, Option.empty(), Option.empty()), Option.empty());
        Files.delete(folder.resolve("_delta_log/00000000000000000000.json"));
        Files.delete(folder.resolve("_delta_log/00000000000000000001.json"));

        assertThatThrownBy(() -> tables.settle(batch))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith(
                        "Whether %s holds batch %s, begun by 1970-01-01, cannot be told: it keeps the ids of batches for"
                                .formatted(table, batch.batchId()))
                .hasMessageContaining(Objects.requireNonNull(list.getFileName()).toString());
        Files.delete(list);
        assertThat(tables.settle(batch).state()).isEqualTo(BatchState.BURNT);
    }
}
