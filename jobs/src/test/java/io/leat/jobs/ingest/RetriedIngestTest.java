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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt does after one that crashed. */
class RetriedIngestTest {
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
    void aRetryReadsWhatTheFirstAttemptBeganWith() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\nx,1\n");
        String body = csv("\"schema\":\"id INT, amount INT\",");
        RecordingContext first =
                workspace.context("ingest_task", body, Map.of()).crashingBeforeCommitted("bronze.t");
        assertThatThrownBy(() -> new Ingest().run(first)).isInstanceOf(IllegalStateException.class);
        given.file("in/b.csv", "id,amount\n2,20\n");

        RecordingContext again = workspace.retry(new Ingest(), first);
        assertThat(counts(again)).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(again.commits()).allMatch(commit -> commit.adopted());
        assertThat(given.table("bronze.t")).containsExactly("1 10");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);

        assertThat(counts(given.ingest(body))).startsWith("files 1 read 1 loaded 1");
        assertThat(given.table("bronze.t")).containsExactly("1 10", "2 20");
    }

    @Test
    void aRetryNeedsNoFilesOfWhatIsInTheTable() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\nx,1\n");
        RecordingContext first = workspace
                .context("ingest_task", csv("\"schema\":\"id INT, amount INT\","), Map.of())
                .crashingBeforeCommitted("bronze.t");
        assertThatThrownBy(() -> new Ingest().run(first)).isInstanceOf(IllegalStateException.class);
        Files.delete(root.resolve("in/a.csv"));

        RecordingContext again = workspace.retry(new Ingest(), first);
        assertThat(counts(again)).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(again.commits()).hasSize(2).allMatch(commit -> commit.adopted());
        assertThat(given.table("bronze.t")).containsExactly("1 10");
    }

    @Test
    void aCrashAfterTheQuarantineLeavesTheTargetForTheRetry() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\nx,1\n");
        String body = csv("\"schema\":\"id INT, amount INT\",");
        RecordingContext first =
                workspace.context("ingest_task", body, Map.of()).crashingBeforeCommitted("bronze.t_quarantine");
        assertThatThrownBy(() -> new Ingest().run(first)).hasMessageContaining("crashed as the test asked");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);
        assertThat(given.table("bronze.t")).isEmpty();

        RecordingContext again = workspace.retry(new Ingest(), first);
        assertThat(counts(again)).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(again.commits()).extracting(commit -> commit.adopted()).containsExactly(true, false);
        assertThat(given.table("bronze.t")).containsExactly("1 10");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);
    }

    @Test
    void aRetryRefusesFilesThatChangedMeanwhile() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\nx,1\n");
        RecordingContext first = workspace
                .context("ingest_task", csv("\"schema\":\"id INT, amount INT\","), Map.of())
                .crashingBeforeCommitted("bronze.t_quarantine");
        assertThatThrownBy(() -> new Ingest().run(first)).isInstanceOf(IllegalStateException.class);
        given.file("in/a.csv", "id,amount\n1,100\n");

        assertThatThrownBy(() -> workspace.retry(new Ingest(), first))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("that this run has begun to ingest are gone or have other content now: file:");
    }
}
