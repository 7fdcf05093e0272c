package io.leat.connectors.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeatCatalogTest {
    private final SparkSession spark = TestSpark.session();
    private final String table = Batches.newTable();
    private final Path directory = Path.of(DeltaTables.path(TestSpark.warehouse(), table));

    private void sql(String statement) {
        spark.sql(statement.replace("TABLE t", "TABLE " + table).replace(" t ", " " + table + " "));
    }

    private List<String> rows(String query) {
        return spark.sql(query.replace(" t ", " " + table + " ")).collectAsList().stream()
                .map(Row::mkString)
                .sorted()
                .toList();
    }

    @Test
    void statementsWorkByName() {
        sql("CREATE TABLE t (id BIGINT, name STRING) COMMENT 'People'");
        sql("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        sql("UPDATE t SET name = 'B' WHERE id = 2");
        sql("DELETE FROM t WHERE id = 3");
        sql("MERGE INTO t AS o USING (SELECT 1L AS id, 'A' AS name) AS n ON o.id = n.id"
                + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
        sql("ALTER TABLE t ADD COLUMN age INT");
        sql("ALTER TABLE t ADD CONSTRAINT grown CHECK (age IS NULL OR age >= 18)");
        sql("INSERT INTO t VALUES (4, 'd', 20)");

        assertThat(rows("SELECT id, name FROM t ORDER BY id")).containsExactly("1A", "2B", "4d");
        assertThat(rows("SELECT id FROM t VERSION AS OF 1")).containsExactly("1", "2", "3");
        assertThat(rows("SHOW TBLPROPERTIES " + table + " ('delta.setTransactionRetentionDuration')"))
                .containsExactly("delta.setTransactionRetentionDurationinterval 90 days");
        assertThat(Files.exists(directory.resolve("_delta_log"))).isTrue();
    }

    @Test
    void tablesAreMadeFromQueriesAndReplaced() {
        sql("CREATE TABLE t AS SELECT 1 AS id");
        sql("CREATE TABLE IF NOT EXISTS t AS SELECT 9 AS id");
        assertThat(rows("SELECT * FROM t ")).containsExactly("1");
        assertThatThrownBy(() -> sql("CREATE TABLE t AS SELECT 2 AS id")).hasMessageContaining("already exists");

        sql("CREATE OR REPLACE TABLE t AS SELECT 'x' AS name");
        assertThat(rows("SELECT * FROM t ")).containsExactly("x");
        sql("REPLACE TABLE t AS SELECT 'y' AS name");
        spark.table(table).write().format("delta").mode("append").saveAsTable(table);
        assertThat(rows("SELECT * FROM t ")).containsExactly("y", "y");
    }

    @Test
    void dropRemovesTheDirectory() {
        sql("CREATE TABLE t AS SELECT 1 AS id");
        sql("DROP TABLE t");

        assertThat(Files.exists(directory)).isFalse();
        assertThat(spark.catalog().tableExists(table)).isFalse();
        assertThatThrownBy(() -> sql("DROP TABLE t")).hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
        sql("DROP TABLE IF EXISTS " + table);
        sql("CREATE TABLE t AS SELECT 2 AS id");
        assertThat(rows("SELECT * FROM t ")).containsExactly("2");
    }

    @Test
    void tablesAndSchemasAreListed() {
        sql("CREATE TABLE t AS SELECT 1 AS id");
        sql("CREATE SCHEMA IF NOT EXISTS empty_one");

        assertThat(rows("SHOW SCHEMAS")).contains("bronze", "empty_one");
        assertThat(rows("SHOW TABLES IN bronze").toString()).contains(table.substring("bronze.".length()));
        assertThatThrownBy(() -> sql("DROP SCHEMA bronze")).hasMessageContaining("Drop them first.");
        sql("DROP SCHEMA empty_one");
        assertThat(rows("SHOW SCHEMAS")).doesNotContain("empty_one");
    }

    @Test
    void streamsReadAndWriteByName() throws TimeoutException, StreamingQueryException {
        String copy = Batches.newTable();
        sql("CREATE TABLE t AS SELECT id FROM range(5)");
        sql("CREATE TABLE " + copy + " (id BIGINT)");
        spark.readStream()
                .table(table)
                .writeStream()
                .format("delta")
                .trigger(Trigger.AvailableNow())
                .option(
                        "checkpointLocation",
                        directory.resolveSibling("." + copy).toString())
                .toTable(copy)
                .awaitTermination();

        assertThat(spark.table(copy).count()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE Bronze.x (id INT)                  | 'Bronze' in 'Bronze.x' cannot name a schema",
                "CREATE TABLE bronze.Clicks (id INT)             | 'Clicks' in 'bronze.Clicks' cannot name a table",
                "CREATE TABLE bronze.`a.b` (id INT)              | 'a.b' in 'bronze.a.b' cannot name a table",
                "CREATE TABLE bronze.`..` (id INT)               | '..' in 'bronze...' cannot name a table",
                "CREATE TABLE bronze._delta_log (id INT)         | '_delta_log' in 'bronze._delta_log' cannot name",
                "CREATE TABLE leat.a.b.c (id INT)                | Tables are named schema.table.",
                "CREATE TABLE bronze.x (id INT) USING parquet    | USING parquet is not supported in catalog leat.",
                "CREATE TABLE bronze.x (id INT) LOCATION '/tmp/y' | LOCATION is not supported in catalog leat.",
                "CREATE VIEW bronze.v AS SELECT 1                | does not support views",
                "CREATE SCHEMA `A b`                             | 'A b' in 'A b' cannot name a schema",
                "SELECT * FROM delta.`/tmp/y`                    | A path is written spark_catalog.delta.`/…`.",
                "ALTER SCHEMA default SET DBPROPERTIES ('a'='b') | ALTER SCHEMA is not supported in catalog leat."
            })
    void whatCannotBeIsRefusedWithAReason(String statement, String reason) {
        assertThatThrownBy(() -> spark.sql(statement)).hasMessageContaining(reason);
    }

    @Test
    void renamingIsRefused() {
        sql("CREATE TABLE t AS SELECT 1 AS id");

        assertThatThrownBy(() -> sql("ALTER TABLE t RENAME TO bronze.other"))
                .hasMessageContaining("ALTER TABLE … RENAME is not supported in catalog leat. Create other from ");
    }
}
