package io.leat.jobs.ingest;

import static io.leat.jobs.ingest.GivenFiles.counts;
import static io.leat.jobs.ingest.GivenFiles.csv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair makes of what its run had ingested. */
class RepairedIngestTest {
    @TempDir
    Path root;

    private TestWorkspace workspace;
    private GivenFiles given;

    @BeforeEach
    void givenAWorkspace() {
        workspace = new TestWorkspace(root);
        given = new GivenFiles(workspace);
    }

    @Test
    void aRepairReadsTheSameFilesAsTheyAreNowAndNewOnes() throws Exception {
        String body = csv("\"schema\":\"id INT, amount INT\",");
        given.file("in/a.csv", "id,amount\n1,10\n");
        given.ingest(body);
        given.file("in/b.csv", "id,amount\n2,20\nx,1\n");
        RecordingContext wrong = given.ingest(body);
        given.file("in/b.csv", "id,amount\n2,21\nx,2\ny,3\n");
        given.file("in/c.csv", "id,amount\n3,30\n");
        RecordingContext repair = workspace.repair(new Ingest(), wrong, body);

        assertThat(counts(repair)).isEqualTo("files 2 read 4 loaded 2 quarantined 2 dropped 0");
        assertThat(repair.logLines())
                .contains("1 files that this run had ingested are read again as they are now, and 1 new ones with"
                        + " them.");
        assertThat(given.table("bronze.t")).containsExactly("1 10", "2 21", "3 30");
        assertThat(workspace.rows("bronze.t_quarantine").select("_raw").orderBy("_raw").collectAsList().stream()
                        .map(row -> row.getString(0)))
                .containsExactly("x,2", "y,3");
        assertThat(counts(given.ingest(body))).startsWith("files 0 read 0");
    }

    @Test
    void aRepairWithoutBadRecordsTakesTheQuarantineAway() throws Exception {
        String body = csv("\"schema\":\"id INT, amount INT\",");
        given.file("in/a.csv", "id,amount\n1,10\nx,1\n");
        RecordingContext wrong = given.ingest(body);
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);
        given.file("in/a.csv", "id,amount\n1,10\n2,20\n");
        RecordingContext repair = workspace.repair(new Ingest(), wrong, body);

        assertThat(counts(repair)).isEqualTo("files 1 read 2 loaded 2 quarantined 0 dropped 0");
        assertThat(given.table("bronze.t")).containsExactly("1 10", "2 20");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isZero();
        assertThat(repair.logLines())
                .contains("What this run had quarantined in bronze.t_quarantine before was taken away, version 2.");
    }

    @Test
    void aRepairThatCrashesAfterItsCommitIsAdoptedByItsRetry() throws Exception {
        String body = csv("\"schema\":\"id INT, amount INT\",");
        given.file("in/a.csv", "id,amount\n1,10\n");
        RecordingContext wrong = given.ingest(body);
        given.file("in/a.csv", "id,amount\n1,11\n");
        RecordingContext repair = workspace.repairing(wrong, body).crashingBeforeCommitted("bronze.t");
        assertThatThrownBy(() -> new Ingest().run(repair)).hasMessageContaining("crashed as the test asked");
        RecordingContext again = workspace.retry(new Ingest(), repair);

        assertThat(again.commits()).allMatch(commit -> commit.adopted());
        assertThat(given.table("bronze.t")).containsExactly("1 11");
    }

    @Test
    void aRepairDoesNotTakeRowsAwayWhoseFilesAreGone() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\n");
        given.file("in/b.csv", "id,amount\n2,20\n");
        RecordingContext run = given.ingest(csv(""));
        Files.delete(root.resolve("in/b.csv"));

        assertThatThrownBy(() -> workspace.repair(new Ingest(), run, csv("")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("files they came from are gone or still being written: ")
                .hasMessageContaining("b.csv. Nothing was changed.");
        assertThat(given.table("bronze.t")).containsExactly("1 10", "2 20");
    }

    @Test
    void aRepairMayReadAnotherPath() throws Exception {
        given.file("wrong/a.csv", "id,amount\n1,10\n");
        given.file("in/b.csv", "id,amount\n2,20\n");
        RecordingContext run = given.ingest(csv("").replace("in/", "wrong/"));
        RecordingContext repair = workspace.repair(new Ingest(), run, csv(""));

        assertThat(given.table("bronze.t")).containsExactly("2 20");
        assertThat(repair.logLines())
                .anyMatch(line -> line.startsWith("1 files that this run had ingested are not at "));
    }
}
