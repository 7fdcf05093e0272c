package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.error.LeatException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class MergesTest {
    private static final WriteSpec BY_ID = WriteSpec.byKeys(List.of("id"));

    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();

    private Commit merge(Batch batch, String select) {
        return tables.write(batch, spark.sql(select), BY_ID);
    }

    private Commit merge(String select) {
        return merge(Batches.merge(table), select);
    }

    private List<String> rows() {
        return spark.sql("SELECT concat_ws(' ', id, name, n) FROM " + table + " ORDER BY id").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void rowsOfTheSameKeyAreUpdatedAndOthersInserted() {
        merge("SELECT * FROM VALUES (1L, 'a', 1), (2L, 'b', 2) AS t(id, name, n)");
        Commit commit = merge("SELECT * FROM VALUES (2L, 'B', 20), (3L, 'c', 3) AS t(id, name, n)");

        assertThat(rows()).containsExactly("1 a 1", "2 B 20", "3 c 3");
        assertThat(commit.rows()).isEqualTo(2);
        assertThat(commit.totalRows()).isEqualTo(3);
        assertThat(commit.bytes()).isPositive();
    }

    @Test
    void replayIsTheSameCommit() {
        merge("SELECT 1L AS id, 'a' AS name, 1 AS n");
        Batch batch = Batches.merge(table);
        Commit first = merge(batch, "SELECT 1L AS id, 'b' AS name, 1 AS n");
        merge("SELECT 1L AS id, 'c' AS name, 1 AS n");
        Commit again = merge(batch, "SELECT 1L AS id, 'b' AS name, 1 AS n");

        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.adopted()).isTrue();
        assertThat(rows()).containsExactly("1 c 1");
    }

    @Test
    void mergeOfNoRowsIsACommitToo() {
        merge("SELECT 1L AS id, 'a' AS name, 1 AS n");
        Batch batch = Batches.merge(table);
        Commit commit = merge(batch, "SELECT 1L AS id, 'a' AS name, 1 AS n WHERE false");

        assertThat(commit.version()).isEqualTo(2);
        assertThat(commit.rows()).isZero();
        assertThat(merge(batch, "SELECT 1L AS id, 'a' AS name, 1 AS n WHERE false")
                        .adopted())
                .isTrue();
    }

    @Test
    void columnsThatTheRowsLackKeepTheirValues() {
        merge("SELECT 1L AS id, 'a' AS name, 1 AS n");
        merge("SELECT * FROM VALUES (1L, 10), (2L, 20) AS t(id, n)");

        assertThat(rows()).containsExactly("1 a 10", "2 20");
    }

    @Test
    void nullIsAKeyLikeAnyOther() {
        merge("SELECT CAST(null AS BIGINT) AS id, 'a' AS name, 1 AS n");
        merge("SELECT CAST(null AS BIGINT) AS id, 'b' AS name, 2 AS n");

        assertThat(rows()).containsExactly("b 2");
    }

    @Test
    void severalRowsOfOneKeyAreRefused() {
        merge("SELECT 1L AS id, 'a' AS name, 1 AS n");

        assertThatThrownBy(() -> merge("SELECT * FROM VALUES (1L, 'x', 1), (1L, 'y', 2) AS t(id, name, n)"))
                .isInstanceOf(LeatException.class)
                .hasMessage("Nothing was written to table " + table
                        + ": several of the rows to merge have the same id. Leave one of each.");
    }

    @Test
    void keysMustBeColumnsOfTheRows() {
        assertThatThrownBy(() -> merge("SELECT 1L AS identity"))
                .hasMessage("keys of table " + table + " names column id, which the rows lack. Columns: identity.");
        assertThatThrownBy(
                        () -> tables.write(Batches.merge(table), spark.range(1).toDF(), WriteSpec.plain()))
                .hasMessage("Merging into " + table + " needs keys: the columns that identify a row.");
    }
}
