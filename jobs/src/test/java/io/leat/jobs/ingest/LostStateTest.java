package io.leat.jobs.ingest;

import static io.leat.jobs.ingest.CsvFolder.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane's state is gone, or older than the warehouse. */
class LostStateTest {
    private static final List<Long> NOTHING = List.of(0L, 0L);
    private static final List<String> ROWS = List.of("1 10", "2 20", "3 30");

    @TempDir
    Path root;

    private TestWorkspace workspace;
    private CsvFolder folder;

    @BeforeEach
    void givenTwoBatches() throws Exception {
        workspace = new TestWorkspace(root);
        folder = new CsvFolder(workspace);
        folder.file("in/a.csv", "1,10", "2,20");
        folder.ingest();
        workspace.copyState();
        folder.file("in/b.csv", "3,30");
        folder.ingest();
    }

    @Test
    void aLostStateDoublesNothing() throws Exception {
        workspace.loseState();
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
        assertThat(run.logLines())
                .contains("bronze.t holds 2 batches that this workspace's state does not know; their 2 files count as"
                        + " read.");
    }

    @Test
    void afterALostStateNewFilesAreRead() throws Exception {
        workspace.loseState();
        folder.file("in/c.csv", "4,40");

        assertThat(counts(folder.ingest())).containsExactly(1L, 1L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40");
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
    }

    @Test
    void anOlderStateDoublesNothing() throws Exception {
        workspace.restoreState();
        RecordingContext run = folder.ingest();

        assertThat(counts(run)).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
        assertThat(run.logLines())
                .contains("bronze.t holds 1 batches that this workspace's state does not know; their 1 files count as"
                        + " read.");
    }

    @Test
    void anOrdinaryRunReadsNoLog() throws Exception {
        folder.ingest();
        int readings = workspace.logReadings();
        folder.file("in/c.csv", "4,40");
        folder.ingest();
        folder.file("in/d.csv", "5,50");
        folder.ingest();
        folder.ingest();

        assertThat(workspace.logReadings()).isEqualTo(readings);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40", "5 50");
    }

    @Test
    void aMergeDoesNotGoBackToWhatItReadBefore() throws Exception {
        folder.file("in/c.csv", "1,11");
        String merge = "\"mode\":\"merge\",\"keys\":[\"id\"],";
        folder.ingest(merge);
        workspace.loseState();

        assertThat(counts(folder.ingest(merge))).isEqualTo(NOTHING);
        assertThat(folder.rows()).containsExactly("1 11", "2 20", "3 30");
    }

    @Test
    void anOverwriteIsMadeAgain() throws Exception {
        folder.ingest("\"mode\":\"overwrite\",");
        workspace.loseState();

        assertThat(counts(folder.ingest("\"mode\":\"overwrite\","))).containsExactly(2L, 3L);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void onlyFilesSinceAnOverwriteAreHeld() throws Exception {
        folder.delete("in/a.csv");
        folder.ingest("\"mode\":\"overwrite\",");
        workspace.loseState();
        folder.file("in/a.csv", "1,10", "2,20");

        assertThat(counts(folder.ingest())).containsExactly(1L, 2L);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void whatVacuumLeavesIsEnough() throws Exception {
        workspace.spark().conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
        folder.sql("DELETE FROM bronze.t WHERE id = 3");
        folder.sql("VACUUM bronze.t RETAIN 0 HOURS");
        assertThat(folder.kept()).hasSize(2);
        workspace.loseState();

        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).containsExactly("1 10", "2 20");
    }

    @Test
    void aManifestThatIsGoneOrDamagedIsNoReasonToReadAgain() throws Exception {
        workspace.loseState();
        Path second = folder.kept().stream()
                .filter(kept -> kept.toString().contains("batch-2"))
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(second);
        Files.writeString(
                second, new String(content, java.nio.charset.StandardCharsets.UTF_8).replace("b.csv", "c.csv"));
        assertThatThrownBy(() -> folder.ingest())
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_STATE))
                .hasMessageMatching(
                        "Table bronze.t holds batch batch-2 \\(version 2\\), which this workspace's state does"
                                + " not know, and the list of the files it was made from, file:.*/_leat/batch-2.json, is gone or"
                                + " damaged\\. To read those files again could double their rows, so nothing was read\\. Put that"
                                + " list back from a copy, or the workspace's state.db; or drop the table, and the next run"
                                + " reads all files anew\\.");
        Files.delete(second);
        assertThatThrownBy(() -> folder.ingest()).hasMessageContaining("is gone or damaged");
        assertThat(folder.rows()).isEqualTo(ROWS);

        Files.write(second, content);
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
    }

    /** Delta drops old commits after 30 days, once a checkpoint holds what they did. */
    @Test
    void batchesOlderThanTheLogAreKnownByTheirManifests() throws Exception {
        Path copy = root.resolve("copy");
        folder.sql("ALTER TABLE bronze.t SET TBLPROPERTIES (delta.checkpointInterval = 1)");
        folder.file("in/c.csv", "4,40");
        folder.ingest();
        folder.copyTable(copy);
        try (Stream<Path> log = Files.list(copy.resolve("_delta_log"))) {
            for (Path commit : log.filter(file -> file.toString().matches(".*/0*[0-2]\\.(json|crc)"))
                    .toList()) {
                Files.delete(commit);
            }
        }
        folder.putTableBack(copy);
        workspace.loseState();

        RecordingContext run = folder.ingest();
        assertThat(counts(run)).isEqualTo(NOTHING);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40");
        assertThat(run.logLines()).anyMatch(line -> line.contains("holds 3 batches") && line.contains("3 files"));
    }

    @Test
    void aStateThatIsLostTwiceDoublesNothing() throws Exception {
        workspace.loseState();
        folder.ingest();
        folder.file("in/c.csv", "4,40");
        folder.ingest();
        workspace.loseState();

        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40");
    }
}
