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
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    @TempDir
    Path root;

    private GivenFiles given;

    @BeforeEach
    void givenAWorkspace() {
        given = new GivenFiles(new TestWorkspace(root));
    }

    @Test
    void newFilesAreReadOnce() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10.5\n2,20\n");
        RecordingContext first = given.ingest(csv(""));
        assertThat(counts(first)).isEqualTo("files 1 read 2 loaded 2 quarantined 0 dropped 0");

        RecordingContext second = given.ingest(csv(""));
        assertThat(counts(second)).isEqualTo("files 0 read 0 loaded 0 quarantined 0 dropped 0");
        assertThat(second.commits()).isEmpty();
        assertThat(second.logLines()).anyMatch(line -> line.contains("0 are new, 1 were ingested before"));

        given.file("in/deep/er/b.csv", "id,amount\n3,30\n");
        RecordingContext third = given.ingest(csv(""));
        assertThat(counts(third)).isEqualTo("files 1 read 1 loaded 1 quarantined 0 dropped 0");
        assertThat(given.table("bronze.t")).containsExactly("1 10.5", "2 20.0", "3 30.0");
    }

    @Test
    void hiddenEmptyAndHeaderOnlyFilesDoNoHarm() throws Exception {
        given.file("in/.hidden.csv", "x\n");
        given.file("in/_temporary/a.csv", "x\n");
        given.file("in/empty.csv", "");
        given.file("in/header.csv", "id,amount\n");
        given.file("in/z.csv", "id,amount\n1,1.5\n");

        assertThat(counts(given.ingest(csv("")))).isEqualTo("files 3 read 1 loaded 1 quarantined 0 dropped 0");
        assertThat(given.table("bronze.t")).containsExactly("1 1.5");
    }

    @Test
    void anEmptyDirectoryIsASuccessAndAMissingOneIsNot() throws Exception {
        Files.createDirectories(root.resolve("in"));
        assertThat(counts(given.ingest(csv("")))).isEqualTo("files 0 read 0 loaded 0 quarantined 0 dropped 0");

        given.file("in/empty.csv", "");
        assertThat(counts(given.ingest(csv("")))).isEqualTo("files 0 read 0 loaded 0 quarantined 0 dropped 0");

        assertThatThrownBy(() -> given.ingest(csv("").replace("in/", "nowhere/")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("ingest_task.source.path: there is nothing at ")
                .hasMessageContaining("nowhere");
    }

    @Test
    void globsAndSingleFilesArePaths() throws Exception {
        given.file("in/a.csv", "id,amount\n1,1\n");
        given.file("in/b.csv", "id,amount\n2,2\n");
        given.file("in/c.txt", "nothing of interest");
        assertThat(counts(given.ingest(csv("").replace("in/", "in/a.csv")))).startsWith("files 1 read 1");
        assertThat(counts(given.ingest(csv("").replace("in/", "in/*.csv")))).startsWith("files 1 read 1");
        given.file("in/odd {name} [1].csv", "id,amount\n3,3\n");
        assertThat(counts(given.ingest(csv("").replace("in/", "in/odd {name} [1].csv"))))
                .startsWith("files 1 read 1");
        assertThat(given.table("bronze.t")).containsExactly("1 1", "2 2", "3 3");
    }

    @Test
    void aChangedFileIsToldAndATouchedOneIsNot() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\n");
        given.ingest(csv(""));
        Files.setLastModifiedTime(root.resolve("in/a.csv"), FileTime.from(GivenFiles.LONG_AGO.plusSeconds(60)));
        assertThat(counts(given.ingest(csv("")))).startsWith("files 0 ");

        given.file("in/a.csv", "id,amount\n1,11\n");
        Files.setLastModifiedTime(root.resolve("in/a.csv"), FileTime.from(GivenFiles.LONG_AGO.plusSeconds(90)));
        assertThatThrownBy(() -> given.ingest(csv("")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Files that were ingested before have other content now: file:")
                .hasMessageContaining("set on_changed: ignore");
        assertThat(counts(given.ingest(csv("").replace("\"target\"", "\"on_changed\":\"ignore\",\"target\""))))
                .startsWith("files 0 ");
    }

    @Test
    void mergeKeepsTheNewestRowOfAKey() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\n2,20\n1,15\n");
        String body = csv("").replace(
                        "\"target\"", "\"mode\":\"merge\",\"keys\":[\"id\"],\"order_by\":\"amount\",\"target\"");
        assertThat(counts(given.ingest(body))).isEqualTo("files 1 read 3 loaded 2 quarantined 0 dropped 1");
        given.file("in/b.csv", "id,amount\n2,21\n3,30\n");
        assertThat(counts(given.ingest(body))).isEqualTo("files 1 read 2 loaded 2 quarantined 0 dropped 0");
        assertThat(given.table("bronze.t")).containsExactly("1 15", "2 21", "3 30");
    }

    @Test
    void overwriteReadsAllFilesWhenAnythingChanged() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\n");
        String body = csv("").replace("\"target\"", "\"mode\":\"overwrite\",\"target\"");
        assertThat(counts(given.ingest(body))).startsWith("files 1 read 1");
        assertThat(counts(given.ingest(body))).startsWith("files 0 read 0");
        given.file("in/b.csv", "id,amount\n2,20\n");
        assertThat(counts(given.ingest(body))).startsWith("files 2 read 2");
        Files.delete(root.resolve("in/a.csv"));
        assertThat(counts(given.ingest(body))).startsWith("files 1 read 1");
        assertThat(given.table("bronze.t")).containsExactly("2 20");
    }

    @Test
    void whatCannotBeAnOptionIsRefusedByName() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\n");
        assertThatThrownBy(() -> given.ingest(csv("").replace("\"header\":true", "\"seperator\":\";\"")))
                .hasMessageContaining(
                        "ingest_task.source.options.seperator: Spark's reader for csv has no such option");
        assertThatThrownBy(() -> given.ingest(csv("").replace("\"header\":true", "\"mode\":\"FAILFAST\"")))
                .hasMessageContaining("ingest_task.source.options.mode: what becomes of records");
        assertThatThrownBy(() -> given.ingest(csv("\"schema\":\"id INTT\",")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("ingest_task.source.schema: ");
        assertThatThrownBy(() -> given.ingest(csv("").replace("\"target\"", "\"keys\":[\"id\"],\"target\"")))
                .hasMessageContaining("ingest_task.keys: identify rows for mode merge");
    }

    @Test
    void lineageLeadsToThePath() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\n");
        RecordingContext run = given.ingest(csv(""));
        assertThat(run.lineages().toString())
                .isEqualTo(
                        "[Lineage[output=Dataset[kind=TABLE, name=bronze.t, version=%d], inputs=[Dataset[kind=FILES, name=%s, version=null]], columns=[ColumnLineage[column=id, sources=[Source[dataset=%2$s, column=id]], kind=null], ColumnLineage[column=amount, sources=[Source[dataset=%2$s, column=amount]], kind=null]], observed=null]]"
                                .formatted(run.commits().get(0).version(), root.resolve("in")));
    }
}
