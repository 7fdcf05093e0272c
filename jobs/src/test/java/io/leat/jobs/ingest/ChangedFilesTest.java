package io.leat.jobs.ingest;

import static io.leat.jobs.ingest.CsvFolder.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the rows when a file is changed after it was read. */
class ChangedFilesTest {
    private static final List<Long> NOTHING = List.of(0L, 0L);
    private static final List<String> ROWS = List.of("1 10", "2 20", "3 30");
    private static final String IGNORE = "\"on_changed\":\"ignore\",";

    @TempDir
    Path root;

    private CsvFolder folder;

    @BeforeEach
    void givenTwoFilesRead() throws Exception {
        folder = new CsvFolder(new TestWorkspace(root));
        folder.file("in/a.csv", "1,10", "2,20");
        folder.file("in/b.csv", "3,30");
        folder.ingest();
    }

    private void isRefused(String file) {
        assertThatThrownBy(() -> folder.ingest())
                .isInstanceOf(LeatException.class)
                .hasMessageMatching("Files that were ingested before have other content now: file:/.*/in/" + file
                        + "\\. Their rows are in the table as first read\\. Put corrections into new files, or set"
                        + " on_changed: ignore to keep the rows first read\\.");
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    private void isIgnored(String file) throws Exception {
        RecordingContext run = folder.ingest(IGNORE);

        assertThat(counts(run)).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
        assertThat(run.logLines())
                .anyMatch(
                        line -> line.matches("1 files have other content than when they were ingested; their first rows"
                                + " stay: \\[file:/.*/in/" + file + "]"));
    }

    @Test
    void aTouchedFileIsTheSame() throws Exception {
        folder.file("in/a.csv", 5, "1,10", "2,20");

        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(counts(folder.ingest(IGNORE))).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void aReplacedFileIsRefusedOrIgnored() throws Exception {
        folder.file("in/a.csv", 5, "1,11", "2,22");
        isRefused("a.csv");
        isIgnored("a.csv");
    }

    @Test
    void aGrownFileIsRefusedOrIgnored() throws Exception {
        folder.file("in/b.csv", 5, "3,30", "4,40");
        isRefused("b.csv");
        isIgnored("b.csv");
    }

    /** The one change that cannot be seen without reading every file each time. */
    @Test
    void aFileOfOtherContentButTheSameSizeAndTimeIsTheSame() throws Exception {
        folder.file("in/b.csv", "3,31");

        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void newFilesAreReadBesideIgnoredOnes() throws Exception {
        folder.file("in/a.csv", 5, "1,11", "2,22");
        folder.file("in/c.csv", "4,40");

        assertThat(counts(folder.ingest(IGNORE))).containsExactly(1L, 1L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "4 40");
    }

    @Test
    void rowsOfARemovedFileStayAndItIsKnownWhenItComesBack() throws Exception {
        folder.delete("in/b.csv");
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);

        folder.file("in/b.csv", 5, "3,30");
        assertThat(counts(folder.ingest())).isEqualTo(NOTHING);
        assertThat(folder.rows()).isEqualTo(ROWS);
    }

    @Test
    void aRenamedFileIsANewOne() throws Exception {
        folder.delete("in/b.csv");
        folder.file("in/renamed.csv", "3,30");

        assertThat(counts(folder.ingest())).containsExactly(1L, 1L);
        assertThat(folder.rows()).containsExactly("1 10", "2 20", "3 30", "3 30");
    }

    @Test
    void aCopiedFolderIsReadAgain() throws Exception {
        folder.file("copy/a.csv", "1,10", "2,20");
        folder.file("copy/b.csv", "3,30");

        assertThat(counts(folder.ingest("copy/", ""))).containsExactly(2L, 3L);
        assertThat(folder.rows()).containsExactly("1 10", "1 10", "2 20", "2 20", "3 30", "3 30");
        assertThat(counts(folder.ingest("copy/", ""))).isEqualTo(NOTHING);
    }
}
