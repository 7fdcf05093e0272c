package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Columns, rules and comments. */
class ShapesTest {
    private final SparkSession spark = TestSpark.session();
    private final DeltaTables tables = new DeltaTables(spark, TestSpark.warehouse(), TestSpark.WORKSPACE);
    private final String table = Batches.newTable();

    private Commit write(Batch batch, String select, WriteSpec spec) {
        return tables.write(batch, spark.sql(select), spec);
    }

    private Commit append(String select) {
        return write(Batches.append(table), select, WriteSpec.plain());
    }

    private Commit overwrite(String select) {
        return write(Batches.overwrite(table), select, WriteSpec.plain());
    }

    private static WriteSpec constraint(String name, String condition) {
        return new WriteSpec(List.of(), Map.of(name, condition), List.of(), null, Map.of());
    }

    private static WriteSpec notNull(String column) {
        return new WriteSpec(List.of(), Map.of(), List.of(column), null, Map.of());
    }

    private List<String> rows() {
        return spark.sql("SELECT to_json(struct(*)) FROM " + table).collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    @Test
    void columnsAreMatchedByNameAndCastWhereNothingIsLost() {
        append("SELECT 1L AS id, 'a' AS name, 1.5D AS x");
        append("SELECT 'b' AS name, 2 AS id");

        assertThat(rows()).containsExactly("{\"id\":1,\"name\":\"a\",\"x\":1.5}", "{\"id\":2,\"name\":\"b\"}");
    }

    @Test
    void columnsThatDoNotFitAreAllNamed() {
        append("SELECT 1 AS id, 'a' AS name, struct(1 AS a) AS s");

        assertThatThrownBy(() -> append("SELECT 1L AS id, 'b' AS Name, 3 AS extra, struct(1 AS b) AS s"))
                .isInstanceOf(LeatException.class)
                .hasMessage("The rows do not fit table " + table + ": column Name is written name there; column extra"
                        + " is not there; add it with ALTER TABLE … ADD COLUMN, or write with mode overwrite; column"
                        + " id is INT there and BIGINT in the rows; column s is STRUCT<a: INT> there and"
                        + " STRUCT<b: INT NOT NULL> in the rows.");
    }

    @Test
    void namesThatCannotBeStoredAreRefused() {
        assertThatThrownBy(() -> append("SELECT 1 AS `Customer ID`, null AS nothing"))
                .hasMessageContaining("column 'Customer ID' has a character that Parquet forbids")
                .hasMessageContaining("column nothing has no type; cast its NULL to one");
        assertThat(tables.exists(table)).isFalse();
    }

    @Test
    void overwriteMayChangeColumns() {
        append("SELECT 1L AS id, 'a' AS name");
        Commit commit = overwrite("SELECT 'b' AS name, 2 AS n");

        assertThat(commit.version()).isEqualTo(2);
        assertThat(commit.schema()).isEqualTo("name STRING,n INT");
        assertThat(rows()).containsExactly("{\"name\":\"b\",\"n\":2}");
    }

    @Test
    void overwriteMayChangeColumnsOfAnEmptyTable() {
        append("SELECT 1L AS id WHERE false");
        Commit commit = overwrite("SELECT 'b' AS name, 2 AS n");

        assertThat(commit.totalRows()).isEqualTo(1);
        assertThat(rows()).containsExactly("{\"name\":\"b\",\"n\":2}");
    }

    @Test
    void partitionsOfATableStay() {
        spark.sql("CREATE TABLE " + table + " (id INT, day STRING) PARTITIONED BY (day)");
        spark.conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
        append("SELECT * FROM VALUES (1, 'mon'), (2, 'tue') AS t(id, day)");
        overwrite("SELECT 3 AS id, 'tue' AS day");

        assertThat(rows()).containsExactly("{\"id\":3,\"day\":\"tue\"}");
        Row detail =
                spark.sql("DESCRIBE DETAIL " + table).select("partitionColumns").head();
        assertThat(detail.<String>getList(0)).containsExactly("day");
    }

    @Test
    void rowThatBreaksAConstraintIsShown() {
        WriteSpec positive = constraint("positive_amount", "amount > 0");
        write(Batches.append(table), "SELECT 1 AS amount", positive);

        assertThatThrownBy(() ->
                        write(Batches.append(table), "SELECT cast(id - 1 AS int) AS amount FROM range(3)", positive))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageContaining("Nothing was written to table " + table + ".")
                .hasMessageContaining("positive_amount");
        assertThat(rows()).hasSize(1);
    }

    @Test
    void firstRowsMustMeetTheConstraintsToo() {
        assertThatThrownBy(
                        () -> write(Batches.append(table), "SELECT -1 AS amount", constraint("positive", "amount > 0")))
                .hasMessage("Nothing was written to table " + table
                        + ". CHECK constraint positive (amount > 0) violated by row with values: amount : -1");
    }

    @Test
    void nullInANotNullColumnIsRefused() {
        assertThatThrownBy(() -> write(Batches.append(table), "SELECT CAST(null AS INT) AS id", notNull("id")))
                .hasMessageContaining("Nothing was written to table " + table)
                .hasMessageContaining("NOT NULL constraint violated for column: id");
    }

    @Test
    void rulesAreAddedToATableThatMeetsThem() {
        append("SELECT 1 AS id, 2 AS n");
        WriteSpec ruled =
                new WriteSpec(List.of(), Map.of("small", "n < 10"), List.of("id"), "Numbers", Map.of("n", "A number"));
        write(Batches.append(table), "SELECT 2 AS id, 3 AS n", ruled);
        Commit last = write(Batches.append(table), "SELECT 3 AS id, 4 AS n", ruled);
        TableDescription description = tables.inspect(table);

        assertThat(last.version()).isEqualTo(4);
        assertThat(description.comment()).isEqualTo("Numbers");
        assertThat(description.schema()).extracting("nullable").containsExactly(false, true);
        assertThat(description.schema()).extracting("comment").containsExactly(null, "A number");
        assertThatThrownBy(() -> append("SELECT 4 AS id, 40 AS n")).hasMessageContaining("small");
        assertThatThrownBy(() -> append("SELECT CAST(null AS INT) AS id, 4 AS n"))
                .hasMessageContaining("NOT NULL");
        assertThat(rows()).hasSize(3);
    }

    @Test
    void ruleThatOldRowsBreakIsRefused() {
        append("SELECT 1 AS id, CAST(null AS INT) AS n");

        assertThatThrownBy(() -> write(Batches.append(table), "SELECT 2 AS id, 3 AS n", constraint("small", "n < 10")))
                .isInstanceOf(LeatException.class)
                .hasMessage("Constraint small (n < 10) cannot be set on table " + table
                        + ": rows already in it break it. Correct those rows, or leave the rule out.");
        assertThatThrownBy(() -> write(Batches.append(table), "SELECT 2 AS id, 3 AS n", notNull("n")))
                .hasMessageContaining("NOT NULL of column n cannot be set on table " + table);
    }

    @Test
    void overwriteBringsRulesThatOldRowsWouldBreak() {
        append("SELECT 1 AS id, 20 AS n");
        Commit commit = write(
                Batches.overwrite(table),
                "SELECT 'x' AS key, 3 AS n",
                new WriteSpec(List.of(), Map.of("small", "n < 10"), List.of("key"), null, Map.of("key", "A key")));

        assertThat(commit.version()).isEqualTo(2);
        assertThat(tables.inspect(table).schema()).extracting("nullable").containsExactly(false, true);
        assertThatThrownBy(() -> overwrite("SELECT 'x' AS key, 30 AS n")).hasMessageContaining("small");
        assertThatThrownBy(() -> overwrite("SELECT CAST(null AS STRING) AS key, 3 AS n"))
                .hasMessageContaining("NOT NULL constraint violated for column: key");
        assertThat(rows()).containsExactly("{\"key\":\"x\",\"n\":3}");
        assertThat(overwrite("SELECT 'y' AS key, 4 AS n").totalRows()).isEqualTo(1);
    }

    @Test
    void constraintThatCannotBeCheckedIsRefusedBeforeTheTableIsMade() {
        assertThatThrownBy(() -> write(Batches.append(table), "SELECT 1 AS id", constraint("odd", "amount > 0")))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("Constraint odd of table " + table + " cannot be checked: (amount > 0)");
        assertThatThrownBy(() -> write(Batches.append(table), "SELECT 1 AS id", constraint("odd", "id + 1")))
                .hasMessageContaining("Constraint odd of table " + table + " cannot be checked: (id + 1)");
        assertThat(tables.exists(table)).isFalse();
    }

    @Test
    void rulesMustNameColumns() {
        assertThatThrownBy(() -> write(Batches.append(table), "SELECT 1 AS id", notNull("key")))
                .hasMessage("not_null of table " + table + " names column key, which the rows lack. Columns: id.");
    }
}
