package io.leat.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.lineage.ColumnLineage;
import io.leat.jobs.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanLineageTest {
    @TempDir
    Path warehouse;

    private SparkSession spark;
    private PlanLineage lineage;

    @BeforeEach
    void givenTwoInputs() throws Exception {
        spark = TestSpark.session(warehouse);
        Dataset<Row> a = read("a", "SELECT id, id * 2 AS amount, cast(id AS string) AS name FROM range(5)");
        Dataset<Row> b = read("b", "SELECT id AS a_id, id + 1 AS price, array(id, id) AS tags FROM range(5)");
        lineage = new PlanLineage().input("s.a", a).input("s.b", b);
    }

    private Dataset<Row> read(String name, String sql) throws Exception {
        String path = warehouse.resolve(name).toString();
        spark.sql(sql).write().parquet(path);
        Dataset<Row> rows = spark.read().parquet(path);
        rows.createTempView(name);
        return rows;
    }

    @Test
    void renamesAndExpressionsLeadToTheColumnsTheyUse() {
        assertThat(of("SELECT id AS key, amount + length(name) AS x, 1 AS one FROM a"))
                .containsExactly("key <- s.a.id", "x <- s.a.amount s.a.name", "one <-");
    }

    @Test
    void joinsKeepTheSidesApart() {
        assertThat(of("SELECT l.id, r.price * l.amount AS total FROM a l JOIN b r ON l.id = r.a_id WHERE l.name > ''"))
                .containsExactly("id <- s.a.id", "total <- s.a.amount s.b.price");
    }

    @Test
    void aggregatesWindowsAndGeneratorsAreFollowed() {
        assertThat(of("SELECT name, sum(amount) AS total, count(*) AS n FROM a GROUP BY name"))
                .containsExactly("name <- s.a.name", "total <- s.a.amount", "n <-");
        assertThat(of("SELECT sum(amount) OVER (PARTITION BY name ORDER BY id) AS running FROM a"))
                .containsExactly("running <- s.a.amount s.a.id s.a.name");
        assertThat(of("SELECT a_id, tag FROM b LATERAL VIEW explode(tags) t AS tag"))
                .containsExactly("a_id <- s.b.a_id", "tag <- s.b.tags");
    }

    @Test
    void unionsMergeByPosition() {
        assertThat(of("SELECT id, name FROM a UNION ALL SELECT price, 'x' FROM b"))
                .containsExactly("id <- s.a.id s.b.price", "name <- s.a.name");
    }

    @Test
    void groupingSetsAndSubqueriesAreFollowed() {
        assertThat(of("SELECT name, sum(amount) AS total FROM a GROUP BY ROLLUP (name)"))
                .containsExactly("name <- s.a.name", "total <- s.a.amount");
        assertThat(of("SELECT id, (SELECT max(price) FROM b) AS top FROM a"))
                .containsExactly("id <- s.a.id", "top <- s.b.price");
    }

    @Test
    void aTableJoinedWithItselfIsKnownTwice() {
        assertThat(of("SELECT l.id, r.amount FROM a l JOIN a r ON l.id = r.amount"))
                .containsExactly("id <- s.a.id", "amount <- s.a.amount");
    }

    @Test
    void commonTableExpressionsAreFollowed() {
        assertThat(
                        of(
                                "WITH w AS (SELECT id AS k, upper(name) AS n FROM a) SELECT w.n, w2.k FROM w JOIN w w2 ON w.k = w2.k"))
                .containsExactly("n <- s.a.name", "k <- s.a.id");
    }

    private List<String> of(String sql) {
        return lineage.columns(spark.sql(sql)).stream()
                .map(PlanLineageTest::text)
                .toList();
    }

    private static String text(ColumnLineage column) {
        String from = column.sources().stream()
                .map(s -> " " + s.dataset() + "." + s.column())
                .sorted()
                .collect(Collectors.joining());
        return column.column() + " <-" + from;
    }
}
