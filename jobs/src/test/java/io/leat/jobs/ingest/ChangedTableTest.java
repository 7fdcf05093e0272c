package io.leat.jobs.ingest;

import static io.leat.jobs.ingest.CsvFolder.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others than Leat did something to the table between two runs. */
class ChangedTableTest {
    private static final List<Long> NOTHING = List.of(0L, 0L);
    private static final List<String> ROWS = List.of("1 10", "2 20", "3 30");
    private static final String READ_AGAIN =
            "%d of the new files were read before, into rows that bronze.t does not hold any more: it was made anew,"
                    + " replaced or restored. They are read again.";

    @TempDir
    Path root;

    private TestWorkspace workspace;
    private CsvFolder folder;

    /** Version 0 is the empty table. */
    @BeforeEach
    void givenTwoBatches() throws Exception {
        workspace = new TestWorkspace(root);
        folder = new CsvFolder(workspace);
        folder.file("in/a.csv", "1,10", "2,20");
        folder.ingest();
        folder.file("in/b.csv", "3,30");
        folder.ingest();
    }

    @Test
    void aDeletedTableIsMadeFromAllFiles() throws Exception {
        folder.deleteTable();
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).containsExactly(2L, 3L);
        assertThat(folder.rows()).isEqualTo(ROWS);
        assertThat(run.logLines()).contains(READ_AGAIN.formatted(2));
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
    }

    @Test
    void aTableDroppedAndMadeAnewHoldsNoFiles() throws Exception {
        folder.sql("DROP TABLE bronze.t");
        folder.sql("CREATE TABLE bronze.t (id INT, amount INT) USING delta");
        folder.sql("INSERT INTO bronze.t VALUES (9, 90)");
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).containsExactly(2L, 3L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "9 90");
        assertThat(run.logLines()).contains(READ_AGAIN.formatted(2));
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
    }

    @Test
    void aReplacedTableHoldsNoFiles() throws Exception {
        folder.sql("CREATE OR REPLACE TABLE bronze.t USING delta AS SELECT 9 AS id, 90 AS amount");
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).containsExactly(2L, 3L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "9 90");
        assertThat(run.logLines()).contains("Version 3 of bronze.t replaced the table.", READ_AGAIN.formatted(2));
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
    }

    @Test
    void aReplacedTableIsOverwritten() throws Exception {
        folder.sql("CREATE OR REPLACE TABLE bronze.t USING delta AS SELECT 9 AS id, 90 AS amount");

        assertThat(counts(folder.ingest("\"mode\":\"overwrite\","))).containsExactly(2L, 3L);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void aTableRestoredToBeforeItsReplacementHoldsItsFiles() throws Exception {
        folder.sql("CREATE OR REPLACE TABLE bronze.t USING delta AS SELECT 9 AS id, 90 AS amount");
        folder.sql("RESTORE TABLE bronze.t TO VERSION AS OF 2");

        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void whatARestoreTookAwayIsReadAgain() throws Exception {
        folder.sql("RESTORE TABLE bronze.t TO VERSION AS OF 1");
        assertThat(folder.rows()).containsExactly("1 10", "2 20");
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).containsExactly(1L, 1L);
        assertThat(folder.rows()).isEqualTo(ROWS);
        assertThat(run.logLines()).contains("Version 3 of bronze.t restored it to version 1.", READ_AGAIN.formatted(1));
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
    }

    @Test
    void whatIsRestoredForwardIsNotReadAgain() throws Exception {
        folder.sql("RESTORE TABLE bronze.t TO VERSION AS OF 1");
        folder.ingest(); // version 4 holds b.csv once more
        folder.sql("RESTORE TABLE bronze.t TO VERSION AS OF 2");

        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void aCorrectedFileIsReadAfterARestore() throws Exception {
        folder.sql("RESTORE TABLE bronze.t TO VERSION AS OF 1");
        folder.file("in/b.csv", 5, "3,33");

        assertThat(counts(folder.ingest())).containsExactly(1L, 1L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 33");
    }

    @Test
    void aRestoreIsFoundWithoutTheState() throws Exception {
        folder.sql("RESTORE TABLE bronze.t TO VERSION AS OF 1");
        workspace.loseState();
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).containsExactly(1L, 1L);
        assertThat(folder.rows()).isEqualTo(ROWS);
        assertThat(run.logLines()).anyMatch(line -> line.contains("holds 1 batches that this workspace's state"));
    }

    @Test
    void anOlderCopyOfTheTableIsFilledUp() throws Exception {
        Path copy = root.resolve("copy");
        folder.copyTable(copy);
        folder.file("in/c.csv", "4,40");
        folder.ingest();
        folder.ingest();
        folder.putTableBack(copy);
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).containsExactly(1L, 1L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40");
        assertThat(run.logLines())
                .contains(
                        "bronze.t is at version 2 and was at version 3 before: an older copy was put in its place. Files"
                                + " that it lacks are read again.");
    }

    @Test
    void rowsOfOthersStay() throws Exception {
        folder.sql("INSERT INTO bronze.t VALUES (9, 90)");
        folder.file("in/c.csv", "4,40");
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).containsExactly(1L, 1L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40", "9 90");
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
    }

    @Test
    void aMergeMeetsRowsOfOthersByTheirKeys() throws Exception {
        folder.sql("INSERT INTO bronze.t VALUES (8, 80), (9, 90)");
        folder.file("in/c.csv", "9,99", "4,40");
        String merge = "\"mode\":\"merge\",\"keys\":[\"id\"],";

        assertThat(counts(folder.ingest(merge))).containsExactly(1L, 2L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40", "8 80", "9 99");
        assertThat(counts(folder.ingest(merge))).isEqualTo(NOTHING);
    }

    @Test
    void anOverwriteTakesRowsOfOthersAway() throws Exception {
        String overwrite = "\"mode\":\"overwrite\",";
        folder.ingest(overwrite);
        assertThat(counts(folder.ingest(overwrite))).isEqualTo(NOTHING);
        folder.sql("INSERT INTO bronze.t VALUES (9, 90)");

        assertThat(counts(folder.ingest(overwrite))).containsExactly(2L, 3L);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    /** Who changes rows does not give files back: those would come twice to who keeps the rest. */
    @Test
    void rowsThatOthersDeletedOrReplacedStayAway() throws Exception {
        folder.sql("DELETE FROM bronze.t WHERE id = 1");
        folder.sql("INSERT OVERWRITE bronze.t VALUES (2, 21)");

        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).containsExactly("2 21");
    }
}
