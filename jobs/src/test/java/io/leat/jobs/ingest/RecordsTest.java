package io.leat.jobs.ingest;

import static io.leat.jobs.ingest.GivenFiles.counts;
import static io.leat.jobs.ingest.GivenFiles.csv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How records of each format become rows, and what becomes of those that do not fit. */
class RecordsTest {
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
    void columnsAreMatchedByNameAndNeverShifted() throws Exception {
        given.file("in/a.csv", "id,amount,note\n1,10,x\n");
        given.file("in/b.csv", "NOTE, amount ,id\ny,20,2\n");
        given.file("in/c.csv", "amount,id\n30,3\n");
        RecordingContext run = given.ingest(csv("\"schema\":\"id INT, amount INT, note STRING\","));
        assertThat(given.table("bronze.t")).containsExactly("1 10 x", "2 20 y", "3 30 null");
        assertThat(run.logLines()).anyMatch(line -> line.contains("lack columns, which are null in their rows: note"));

        given.file("in/d.csv", "id,amount,note,extra\n1,10,x,1\n");
        assertThatThrownBy(() -> given.ingest(csv("")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining(
                        "d.csv has columns that the table has not: extra. The columns are id, amount, note.");
    }

    @Test
    void typesAreInferredOnceAndPinned() throws Exception {
        given.file(
                "in/a.csv",
                "id,price,at,day,code,\"full name\",clock\n1,2.5,2026-01-02 03:04:05,2026-01-02,A1,Ann,12:30\n2,3,2026-01-02T03:04,2026-01-03,7,Bob,13:00\n");
        RecordingContext run = given.ingest(csv(""));
        assertThat(run.logLines())
                .contains(
                        "Inferred schema: id INT,price DOUBLE,at TIMESTAMP,day DATE,code STRING,full_name STRING,clock STRING");
        assertThat(given.table("bronze.t"))
                .containsExactly(
                        "1 2.5 2026-01-02 03:04:05 2026-01-02 A1 Ann 12:30",
                        "2 3.0 2026-01-02 03:04:00 2026-01-03 7 Bob 13:00");

        given.file("in/b.csv", "id,price,at,day,code,full name,clock\nx,2.5,,,,,\n3,,,,,,\n");
        assertThat(counts(given.ingest(csv("")))).isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
    }

    @Test
    void badRecordsAreQuarantinedWithTheirReason() throws Exception {
        given.file("in/a.csv", "id,amount\n1,10\nx,20\n3\n4,40,44\n5,\n");
        String body = csv("\"schema\":\"id INT, amount INT\",");
        RecordingContext run = given.ingest(body);

        assertThat(counts(run)).isEqualTo("files 1 read 5 loaded 2 quarantined 3 dropped 0");
        assertThat(given.table("bronze.t")).containsExactly("1 10", "5 null");
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
        given.file("in/a.csv", "id,amount\n1,10\n");
        given.file("in/b.csv", "id,amount\n2,zwei\n");
        String schema = "\"schema\":\"id INT, amount INT\",";
        assertThatThrownBy(
                        () -> given.ingest(csv(schema).replace("\"target\"", "\"on_bad_records\":\"fail\",\"target\"")))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("1 records do not fit the schema, the first in file:")
                .hasMessageContaining("b.csv: amount: 'zwei' is not an INT: 2,zwei. Nothing was written.");
        assertThat(workspace.tables().exists("bronze.t")).isFalse();

        RecordingContext run =
                given.ingest(csv(schema).replace("\"target\"", "\"on_bad_records\":\"drop\",\"target\""));
        assertThat(counts(run)).isEqualTo("files 2 read 2 loaded 1 quarantined 0 dropped 1");
    }

    @Test
    void jsonLinesAreRead() throws Exception {
        given.file(
                "in/a.json",
                "{\"id\":1,\"at\":\"2026-01-02T03:04:05.678Z\",\"tags\":[\"a\"],\"o\":{\"x\":1}}\n\n{\"id\":2,\"more\":true}\n{\"id\":\"three\"}\n[1]\n{oops\n");
        String body = """
                {"source":{"format":"json","path":"in/","schema":"id INT, at TIMESTAMP, tags ARRAY<STRING>, o STRUCT<x: INT>"},
                 "target":"bronze.t"}""";
        RecordingContext run = given.ingest(body);

        assertThat(counts(run)).isEqualTo("files 1 read 5 loaded 2 quarantined 3 dropped 0");
        assertThat(given.table("bronze.t")).containsExactly("1 2026-01-02 03:04:05.678 [a] {1}", "2 null null null");
        assertThat(workspace.rows("bronze.t_quarantine").select("_raw", "_message").collectAsList().stream()
                        .map(row -> row.mkString("|")))
                .containsExactlyInAnyOrder(
                        "{\"id\":\"three\"}|id: 'three' is not an INT",
                        "[1]|is not a JSON object",
                        "{oops|is not a JSON object");
    }

    @Test
    void jsonTypesAreInferred() throws Exception {
        given.file("in/a.json", "{\"id\":1,\"at\":\"2026-01-02T03:04:05Z\",\"s\":\"2026\",\"x\":1.5}\n{oops\n");
        RecordingContext run =
                given.ingest("{\"source\":{\"format\":\"json\",\"path\":\"in/\"},\"target\":\"bronze.t\"}");
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
        given.settle("in");
        String body = "{\"source\":{\"format\":\"parquet\",\"path\":\"in/\"},\"target\":\"bronze.t\"}";
        RecordingContext run = given.ingest(body);
        assertThat(counts(run)).isEqualTo("files 2 read 2 loaded 2 quarantined 0 dropped 0");
        assertThat(workspace.rows("bronze.t").schema().toDDL()).isEqualTo("id BIGINT,name STRING");
        assertThat(given.table("bronze.t")).containsExactly("1 a", "2 b");

        workspace
                .spark()
                .sql("SELECT 'x' AS id")
                .write()
                .parquet(root.resolve("in/three").toString());
        given.settle("in");
        assertThatThrownBy(() -> given.ingest(body))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("has column id as STRING, and the table has it as BIGINT");
    }

    @Test
    void filesMayBeCompressedAndHaveNoHeader() throws Exception {
        given.compressed("in/a.csv.gz", "amount;id\n1,5;1\n");
        String header = "{\"source\":{\"format\":\"csv\",\"schema\":\"id INT, amount STRING\",\"path\":\"in/\","
                + "\"options\":{\"header\":true,\"sep\":\";\"}},\"target\":\"bronze.t\"}";
        assertThat(counts(given.ingest(header))).startsWith("files 1 read 1 loaded 1");
        given.compressed("in/b.csv.gz", "2;2,5\n3\n");
        assertThat(counts(given.ingest(header.replace("true", "false"))))
                .isEqualTo("files 1 read 2 loaded 1 quarantined 1 dropped 0");
        assertThat(given.table("bronze.t")).containsExactly("1 1,5", "2 2,5");
    }
}
