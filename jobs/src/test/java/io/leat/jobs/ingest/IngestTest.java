package io.leat.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path root;

    private TestWorkspace workspace;

    @BeforeEach
    void givenAWorkspace() {
        workspace = new TestWorkspace(root);
    }

    @Test
    void newFilesAreReadOnce() throws Exception {
        file("in/a.csv", "id,amount\n1,10.5\n2,20\n");
        RecordingContext first = ingest(csv(""));
        assertThat(counts(first)).isEqualTo("files 1 read 2 loaded 2 quarantined 0 dropped 0");

        RecordingContext second = ingest(csv(""));
        assertThat(counts(second)).isEqualTo("files 0 read 0 loaded 0 quarantined 0 dropped 0");
        assertThat(second.commits()).isEmpty();
        assertThat(second.logLines()).anyMatch(line -> line.contains("0 are new, 1 were ingested before"));

        file("in/deep/er/b.csv", "id,amount\n3,30\n");
        RecordingContext third = ingest(csv(""));
        assertThat(counts(third)).isEqualTo("files 1 read 1 loaded 1 quarantined 0 dropped 0");
        assertThat(table("bronze.t")).containsExactly("1 10.5", "2 20.0", "3 30.0");
    }

    @Test
    void hiddenEmptyAndHeaderOnlyFilesDoNoHarm() throws Exception {
        file("in/.hidden.csv", "x\n");
        file("in/_temporary/a.csv", "x\n");
        file("in/empty.csv", "");
        file("in/header.csv", "id,amount\n");
        file("in/z.csv", "id,amount\n1,1.5\n");

        assertThat(counts(ingest(csv("")))).isEqualTo("files 3 read 1 loaded 1 quarantined 0 dropped 0");
        assertThat(table("bronze.t")).containsExactly("1 1.5");
    }

    @Test
    void anEmptyDirectoryIsASuccessAndAMissingOneIsNot() throws Exception {
        Files.createDirectories(root.resolve("in"));
        assertThat(counts(ingest(csv("")))).isEqualTo("files 0 read 0 loaded 0 quarantined 0 dropped 0");

        file("in/empty.csv", "");
        assertThat(counts(ingest(csv("")))).isEqualTo("files 0 read 0 loaded 0 quarantined 0 dropped 0");

        assertThatThrownBy(() -> ingest(csv("").replace("in/", "nowhere/")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("ingest_task.source.path: there is nothing at ")
                .hasMessageContaining("nowhere");
    }

    @Test
    void globsAndSingleFilesArePaths() throws Exception {
        file("in/a.csv", "id,amount\n1,1\n");
        file("in/b.csv", "id,amount\n2,2\n");
        file("in/c.txt", "nothing of interest");
        assertThat(counts(ingest(csv("").replace("in/", "in/a.csv")))).startsWith("files 1 read 1");
        assertThat(counts(ingest(csv("").replace("in/", "in/*.csv")))).startsWith("files 1 read 1");
        file("in/odd {name} [1].csv", "id,amount\n3,3\n");
        assertThat(counts(ingest(csv("").replace("in/", "in/odd {name} [1].csv"))))
                .startsWith("files 1 read 1");
        assertThat(table("bronze.t")).containsExactly("1 1", "2 2", "3 3");
    }

    @Test
    void columnsAreMatchedByNameAndNeverShifted() throws Exception {
        file("in/a.csv", "id,amount,note\n1,10,x\n");
        file("in/b.csv", "NOTE, amount ,id\ny,20,2\n");
        file("in/c.csv", "amount,id\n30,3\n");
        RecordingContext run = ingest(csv("\"schema\":\"id INT, amount INT, note STRING\","));
        assertThat(table("bronze.t")).containsExactly("1 10 x", "2 20 y", "3 30 null");
        assertThat(run.logLines()).anyMatch(line -> line.contains("lack columns, which are null in their rows: note"));

        file("in/d.csv", "id,amount,note,extra\n1,10,x,1\n");
        assertThatThrownBy(() -> ingest(csv("")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining(
                        "d.csv has columns that the table has not: extra. The columns are id, amount, note.");
    }

    @Test
    void typesAreInferredOnceAndPinned() throws Exception {
        file(
                "in/a.csv",
                "id,price,at,day,code,\"full name\",clock\n1,2.5,2026-01-02 03:04:05,2026-01-02,A1,Ann,12:30\n2,3,2026-01-02T03:04,2026-01-03,7,Bob,13:00\n");
        RecordingContext run = ingest(csv(""));
        assertThat(run.logLines())
                .contains(
                        "Inferred schema: id INT,price DOUBLE,at TIMESTAMP,day DATE,code STRING,full_name STRING,clock STRING");
        assertThat(table("bronze.t"))
                .containsExactly(
                        "1 2.5 2026-01-02 03:04:05 2026-01-02 A1 Ann 12:30",
                        "2 3.0 2026-01-02 03:04:00 2026-01-03 7 Bob 13:00");

        file("in/b.csv", "id,price,at,day,code,full name,clock\nx,2.5,,,,,\n3,,,,,,\n");
        assertThat(counts(ingest(csv("")))).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
    }

    @Test
    void badRecordsAreQuarantinedWithTheirReason() throws Exception {
        file("in/a.csv", "id,amount\n1,10\nx,20\n3\n4,40,44\n5,\n");
        String body = csv("\"schema\":\"id INT, amount INT\",");
        RecordingContext run = ingest(body);

        assertThat(counts(run)).isEqualTo("files 1 read 5 loaded 2 quarantined 3 dropped 0");
        assertThat(table("bronze.t")).containsExactly("1 10", "5 null");
        String source = root.resolve("in/a.csv").toUri().toString().replace("///", "/");
        List<Row> bad = workspace
                .rows("bronze.t_quarantine")
                .orderBy("_raw")
                .select("_run_id", "_batch", "_source", "_raw", "_message")
                .collectAsList();
        assertThat(bad.stream().map(row -> row.mkString("|")))
                .containsExactly(
                        "1|batch-1|" + source + "|3|does not have the 2 fields of the schema",
                        "1|batch-1|" + source + "|4,40,44|does not have the 2 fields of the schema",
                        "1|batch-1|" + source + "|x,20|id: 'x' is not an INT");
        assertThat(run.commits()).extracting(c -> c.table()).containsExactly("bronze.t_quarantine", "bronze.t");
    }

    @Test
    void badRecordsMayFailTheTaskOrBeDropped() throws Exception {
        file("in/a.csv", "id,amount\n1,10\n");
        file("in/b.csv", "id,amount\n2,zwei\n");
        String schema = "\"schema\":\"id INT, amount INT\",";
        assertThatThrownBy(() -> ingest(csv(schema).replace("\"target\"", "\"on_bad_records\":\"fail\",\"target\"")))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("1 records do not fit the schema, the first in file:")
                .hasMessageContaining("b.csv: amount: 'zwei' is not an INT: 2,zwei. Nothing was written.");
        assertThat(workspace.tables().exists("bronze.t")).isFalse();

        RecordingContext run = ingest(csv(schema).replace("\"target\"", "\"on_bad_records\":\"drop\",\"target\""));
        assertThat(counts(run)).isEqualTo("files 2 read 2 loaded 1 quarantined 0 dropped 1");
    }

    @Test
    void jsonLinesAreRead() throws Exception {
        file(
                "in/a.json",
                "{\"id\":1,\"at\":\"2026-01-02T03:04:05.678Z\",\"tags\":[\"a\"],\"o\":{\"x\":1}}\n\n{\"id\":2,\"more\":true}\n{\"id\":\"three\"}\n[1]\n{oops\n");
        String body = """
                {"source":{"format":"json","path":"in/","schema":"id INT, at TIMESTAMP, tags ARRAY<STRING>, o STRUCT<x: INT>"},
                 "target":"bronze.t"}""";
        RecordingContext run = ingest(body);

        assertThat(counts(run)).isEqualTo("files 1 read 5 loaded 2 quarantined 3 dropped 0");
        assertThat(table("bronze.t")).containsExactly("1 2026-01-02 03:04:05.678 [a] {1}", "2 null null null");
        assertThat(workspace.rows("bronze.t_quarantine").select("_raw", "_message").collectAsList().stream()
                        .map(row -> row.mkString("|")))
                .containsExactlyInAnyOrder(
                        "{\"id\":\"three\"}|id: 'three' is not an INT",
                        "[1]|is not a JSON object",
                        "{oops|is not a JSON object");
    }

    @Test
    void jsonTypesAreInferred() throws Exception {
        file("in/a.json", "{\"id\":1,\"at\":\"2026-01-02T03:04:05Z\",\"s\":\"2026\",\"x\":1.5}\n{oops\n");
        RecordingContext run = ingest("{\"source\":{\"format\":\"json\",\"path\":\"in/\"},\"target\":\"bronze.t\"}");
        assertThat(run.logLines()).contains("Inferred schema: at TIMESTAMP,id BIGINT,s STRING,x DOUBLE");
        assertThat(counts(run)).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
    }

    @Test
    void parquetIsReadByItsFooters() throws Exception {
        workspace
                .spark()
                .sql("SELECT 1 AS id, 'a' AS name")
                .write()
                .parquet(root.resolve("in/one").toString());
        workspace
                .spark()
                .sql("SELECT 'b' AS name, 2L AS id")
                .write()
                .parquet(root.resolve("in/two").toString());
        settle(root.resolve("in"));
        String body = "{\"source\":{\"format\":\"parquet\",\"path\":\"in/\"},\"target\":\"bronze.t\"}";
        RecordingContext run = ingest(body);
        assertThat(counts(run)).isEqualTo("files 2 read 2 loaded 2 quarantined 0 dropped 0");
        assertThat(workspace.rows("bronze.t").schema().toDDL()).isEqualTo("id BIGINT,name STRING");
        assertThat(table("bronze.t")).containsExactly("1 a", "2 b");

        workspace
                .spark()
                .sql("SELECT 'x' AS id")
                .write()
                .parquet(root.resolve("in/three").toString());
        settle(root.resolve("in"));
        assertThatThrownBy(() -> ingest(body))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("has column id as STRING, and the table has it as BIGINT");
    }

    @Test
    void aChangedFileIsToldAndATouchedOneIsNot() throws Exception {
        file("in/a.csv", "id,amount\n1,10\n");
        ingest(csv(""));
        Files.setLastModifiedTime(root.resolve("in/a.csv"), FileTime.from(LONG_AGO.plusSeconds(60)));
        assertThat(counts(ingest(csv("")))).startsWith("files 0 ");

        file("in/a.csv", "id,amount\n1,11\n");
        Files.setLastModifiedTime(root.resolve("in/a.csv"), FileTime.from(LONG_AGO.plusSeconds(90)));
        assertThatThrownBy(() -> ingest(csv("")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Files that were ingested before have other content now: file:")
                .hasMessageContaining("set on_changed: ignore");
        assertThat(counts(ingest(csv("").replace("\"target\"", "\"on_changed\":\"ignore\",\"target\""))))
                .startsWith("files 0 ");
    }

    @Test
    void mergeKeepsTheNewestRowOfAKey() throws Exception {
        file("in/a.csv", "id,amount\n1,10\n2,20\n1,15\n");
        String body = csv("").replace(
                        "\"target\"", "\"mode\":\"merge\",\"keys\":[\"id\"],\"order_by\":\"amount\",\"target\"");
        assertThat(counts(ingest(body))).isEqualTo("files 1 read 3 loaded 2 quarantined 0 dropped 1");
        file("in/b.csv", "id,amount\n2,21\n3,30\n");
        assertThat(counts(ingest(body))).isEqualTo("files 1 read 2 loaded 2 quarantined 0 dropped 0");
        assertThat(table("bronze.t")).containsExactly("1 15", "2 21", "3 30");
    }

    @Test
    void overwriteReadsAllFilesWhenAnythingChanged() throws Exception {
        file("in/a.csv", "id,amount\n1,10\n");
        String body = csv("").replace("\"target\"", "\"mode\":\"overwrite\",\"target\"");
        assertThat(counts(ingest(body))).startsWith("files 1 read 1");
        assertThat(counts(ingest(body))).startsWith("files 0 read 0");
        file("in/b.csv", "id,amount\n2,20\n");
        assertThat(counts(ingest(body))).startsWith("files 2 read 2");
        Files.delete(root.resolve("in/a.csv"));
        assertThat(counts(ingest(body))).startsWith("files 1 read 1");
        assertThat(table("bronze.t")).containsExactly("2 20");
    }

    @Test
    void aRetryReadsWhatTheFirstAttemptBeganWith() throws Exception {
        file("in/a.csv", "id,amount\n1,10\nx,1\n");
        String body = csv("\"schema\":\"id INT, amount INT\",");
        RecordingContext first =
                workspace.context("ingest_task", body, Map.of()).crashingBeforeCommitted("bronze.t");
        assertThatThrownBy(() -> new Ingest().run(first)).isInstanceOf(IllegalStateException.class);
        file("in/b.csv", "id,amount\n2,20\n");

        RecordingContext again = workspace.retry(new Ingest(), first);
        assertThat(counts(again)).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(again.commits()).allMatch(commit -> commit.adopted());
        assertThat(table("bronze.t")).containsExactly("1 10");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);

        assertThat(counts(ingest(body))).startsWith("files 1 read 1 loaded 1");
        assertThat(table("bronze.t")).containsExactly("1 10", "2 20");
    }

    @Test
    void aRetryNeedsNoFilesOfWhatIsInTheTable() throws Exception {
        file("in/a.csv", "id,amount\n1,10\nx,1\n");
        RecordingContext first = workspace
                .context("ingest_task", csv("\"schema\":\"id INT, amount INT\","), Map.of())
                .crashingBeforeCommitted("bronze.t");
        assertThatThrownBy(() -> new Ingest().run(first)).isInstanceOf(IllegalStateException.class);
        Files.delete(root.resolve("in/a.csv"));

        RecordingContext again = workspace.retry(new Ingest(), first);
        assertThat(counts(again)).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(again.commits()).hasSize(2).allMatch(commit -> commit.adopted());
        assertThat(table("bronze.t")).containsExactly("1 10");
    }

    @Test
    void aCrashAfterTheQuarantineLeavesTheTargetForTheRetry() throws Exception {
        file("in/a.csv", "id,amount\n1,10\nx,1\n");
        String body = csv("\"schema\":\"id INT, amount INT\",");
        RecordingContext first =
                workspace.context("ingest_task", body, Map.of()).crashingBeforeCommitted("bronze.t_quarantine");
        assertThatThrownBy(() -> new Ingest().run(first)).hasMessageContaining("crashed as the test asked");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);
        assertThat(table("bronze.t")).isEmpty();

        RecordingContext again = workspace.retry(new Ingest(), first);
        assertThat(counts(again)).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(again.commits()).extracting(commit -> commit.adopted()).containsExactly(true, false);
        assertThat(table("bronze.t")).containsExactly("1 10");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);
    }

    @Test
    void aRepairReadsTheSameFilesAsTheyAreNowAndNewOnes() throws Exception {
        String body = csv("\"schema\":\"id INT, amount INT\",");
        file("in/a.csv", "id,amount\n1,10\n");
        ingest(body);
        file("in/b.csv", "id,amount\n2,20\nx,1\n");
        RecordingContext wrong = ingest(body);
        file("in/b.csv", "id,amount\n2,21\nx,2\ny,3\n");
        file("in/c.csv", "id,amount\n3,30\n");
        RecordingContext repair = workspace.repair(new Ingest(), wrong, body);

        assertThat(counts(repair)).isEqualTo("files 2 read 4 loaded 2 quarantined 2 dropped 0");
        assertThat(repair.logLines())
                .contains("1 files that this run had ingested are read again as they are now, and 1 new ones with"
                        + " them.");
        assertThat(table("bronze.t")).containsExactly("1 10", "2 21", "3 30");
        assertThat(workspace.rows("bronze.t_quarantine").select("_raw").orderBy("_raw").collectAsList().stream()
                        .map(row -> row.getString(0)))
                .containsExactly("x,2", "y,3");
        assertThat(counts(ingest(body))).startsWith("files 0 read 0");
    }

    @Test
    void aRepairWithoutBadRecordsTakesTheQuarantineAway() throws Exception {
        String body = csv("\"schema\":\"id INT, amount INT\",");
        file("in/a.csv", "id,amount\n1,10\nx,1\n");
        RecordingContext wrong = ingest(body);
        assertThat(workspace.rows("bronze.t_quarantine").count()).isEqualTo(1);
        file("in/a.csv", "id,amount\n1,10\n2,20\n");
        RecordingContext repair = workspace.repair(new Ingest(), wrong, body);

        assertThat(counts(repair)).isEqualTo("files 1 read 2 loaded 2 quarantined 0 dropped 0");
        assertThat(table("bronze.t")).containsExactly("1 10", "2 20");
        assertThat(workspace.rows("bronze.t_quarantine").count()).isZero();
        assertThat(repair.logLines())
                .contains("What this run had quarantined in bronze.t_quarantine before was taken away, version 2.");
    }

    @Test
    void aRepairThatCrashesAfterItsCommitIsAdoptedByItsRetry() throws Exception {
        String body = csv("\"schema\":\"id INT, amount INT\",");
        file("in/a.csv", "id,amount\n1,10\n");
        RecordingContext wrong = ingest(body);
        file("in/a.csv", "id,amount\n1,11\n");
        RecordingContext repair = workspace.repairing(wrong, body).crashingBeforeCommitted("bronze.t");
        assertThatThrownBy(() -> new Ingest().run(repair)).hasMessageContaining("crashed as the test asked");
        RecordingContext again = workspace.retry(new Ingest(), repair);

        assertThat(again.commits()).allMatch(commit -> commit.adopted());
        assertThat(table("bronze.t")).containsExactly("1 11");
    }

    @Test
    void aRepairDoesNotTakeRowsAwayWhoseFilesAreGone() throws Exception {
        file("in/a.csv", "id,amount\n1,10\n");
        file("in/b.csv", "id,amount\n2,20\n");
        RecordingContext run = ingest(csv(""));
        Files.delete(root.resolve("in/b.csv"));

        assertThatThrownBy(() -> workspace.repair(new Ingest(), run, csv("")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("files they came from are gone or still being written: ")
                .hasMessageContaining("b.csv. Nothing was changed.");
        assertThat(table("bronze.t")).containsExactly("1 10", "2 20");
    }

    @Test
    void aRepairMayReadAnotherPath() throws Exception {
        file("wrong/a.csv", "id,amount\n1,10\n");
        file("in/b.csv", "id,amount\n2,20\n");
        RecordingContext run = ingest(csv("").replace("in/", "wrong/"));
        RecordingContext repair = workspace.repair(new Ingest(), run, csv(""));

        assertThat(table("bronze.t")).containsExactly("2 20");
        assertThat(repair.logLines())
                .anyMatch(line -> line.startsWith("1 files that this run had ingested are not at "));
    }

    @Test
    void filesMayBeCompressedAndHaveNoHeader() throws Exception {
        compressed("in/a.csv.gz", "amount;id\n1,5;1\n");
        String header = "{\"source\":{\"format\":\"csv\",\"schema\":\"id INT, amount STRING\",\"path\":\"in/\","
                + "\"options\":{\"header\":true,\"sep\":\";\"}},\"target\":\"bronze.t\"}";
        assertThat(counts(ingest(header))).startsWith("files 1 read 1 loaded 1");
        compressed("in/b.csv.gz", "2;2,5\n3\n");
        assertThat(counts(ingest(header.replace("true", "false"))))
                .isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(table("bronze.t")).containsExactly("1 1,5", "2 2,5");
    }

    private void compressed(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    @Test
    void aRetryRefusesFilesThatChangedMeanwhile() throws Exception {
        file("in/a.csv", "id,amount\n1,10\nx,1\n");
        RecordingContext first = workspace
                .context("ingest_task", csv("\"schema\":\"id INT, amount INT\","), Map.of())
                .crashingBeforeCommitted("bronze.t_quarantine");
        assertThatThrownBy(() -> new Ingest().run(first)).isInstanceOf(IllegalStateException.class);
        file("in/a.csv", "id,amount\n1,100\n");

        assertThatThrownBy(() -> workspace.retry(new Ingest(), first))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("that this run has begun to ingest are gone or have other content now: file:");
    }

    @Test
    void whatCannotBeAnOptionIsRefusedByName() throws Exception {
        file("in/a.csv", "id,amount\n1,10\n");
        assertThatThrownBy(() -> ingest(csv("").replace("\"header\":true", "\"seperator\":\";\"")))
                .hasMessageContaining(
                        "ingest_task.source.options.seperator: Spark's reader for csv has no such option");
        assertThatThrownBy(() -> ingest(csv("").replace("\"header\":true", "\"mode\":\"FAILFAST\"")))
                .hasMessageContaining("ingest_task.source.options.mode: what becomes of records");
        assertThatThrownBy(() -> ingest(csv("\"schema\":\"id INTT\",")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("ingest_task.source.schema: ");
        assertThatThrownBy(() -> ingest(csv("").replace("\"target\"", "\"keys\":[\"id\"],\"target\"")))
                .hasMessageContaining("ingest_task.keys: identify rows for mode merge");
    }

    @Test
    void lineageLeadsToThePath() throws Exception {
        file("in/a.csv", "id,amount\n1,10\n");
        RecordingContext run = ingest(csv(""));
        assertThat(run.lineages().toString())
                .isEqualTo(
                        "[Lineage[output=Dataset[kind=TABLE, name=bronze.t, version=%d], inputs=[Dataset[kind=FILES, name=%s, version=null]], columns=[ColumnLineage[column=id, sources=[Source[dataset=%2$s, column=id]]], ColumnLineage[column=amount, sources=[Source[dataset=%2$s, column=amount]]]]]]"
                                .formatted(run.commits().get(0).version(), root.resolve("in")));
    }

    private RecordingContext ingest(String body) throws InterruptedException {
        return workspace.run(new Ingest(), "ingest_task", body);
    }

    private static String csv(String more) {
        return "{\"source\":{\"format\":\"csv\",%s\"path\":\"in/\",\"options\":{\"header\":true}},\"target\":\"bronze.t\"}"
                .formatted(more);
    }

    private static String counts(RecordingContext run) {
        Map<String, Long> counts = run.counts();
        StringBuilder text = new StringBuilder();
        for (String name : List.of("files", "read", "loaded", "quarantined", "dropped")) {
            text.append(name).append(' ').append(counts.get(name)).append(' ');
        }
        return text.toString().strip();
    }

    private List<String> table(String name) {
        Dataset<Row> rows = workspace.rows(name);
        Column[] texts = Arrays.stream(rows.columns())
                .map(column -> rows.col(column).cast("string"))
                .toArray(Column[]::new);
        return rows.select(texts).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private static void settle(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            }
        }
    }
}
