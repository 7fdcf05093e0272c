package io.leat.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlTest {
    private static final String ORDERS = """
            CREATE TABLE bronze.orders (id INT, day STRING, amount DOUBLE);
            INSERT INTO bronze.orders VALUES (1, '2026-01-01', 10.0), (2, '2026-01-02', 20.0), (3, '2026-01-02', 5.5);
            """;

    @TempDir
    Path root;

    private TestWorkspace workspace;

    @BeforeEach
    void givenAWorkspace() {
        workspace = new TestWorkspace(root);
    }

    @Test
    void statementsShareASessionAndTheLastRowsAreKept() throws Exception {
        RecordingContext context = run(ORDERS + """
                CREATE TEMPORARY VIEW of_day AS SELECT * FROM bronze.orders WHERE day = :day; -- a view; with a value
                CREATE TABLE gold.totals AS SELECT day, sum(amount) AS total FROM of_day GROUP BY day;
                SELECT count(*) AS n, max(total) AS top FROM gold.totals;
                SET spark.sql.shuffle.partitions = 2;
                """, Map.of("day", "2026-01-02"));

        assertThat(output(context))
                .hasToString("{\"columns\":[{\"name\":\"n\",\"type\":\"bigint\",\"nullable\":false},"
                        + "{\"name\":\"top\",\"type\":\"double\",\"nullable\":true}],"
                        + "\"rows\":[[1,25.5]],\"truncated\":false}");
        assertThat(workspace.rows("gold.totals").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[2026-01-02,25.5]");
        assertThat(context.logLines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("work.sql:5: SELECT count(*) AS n, max(total) AS top FROM gold.totals: 1 rows, "));
    }

    @Test
    void rowsAffectedAreTold() throws Exception {
        RecordingContext context = run(ORDERS + """
                UPDATE bronze.orders SET amount = 0 WHERE day = '{{day}}';
                DELETE FROM bronze.orders WHERE id = 1;
                """, Map.of("day", "2026-01-02"));

        assertThat(context.logLines())
                .anySatisfy(line -> assertThat(line).contains("'{{day}}': 2 rows affected"))
                .anySatisfy(line -> assertThat(line).contains("id = 1: 1 rows affected"));
        assertThat(context.output()).isNull();
    }

    @Test
    void whatStatementsWroteIsToldWithItsRowsAndWhereItComesFrom() throws Exception {
        RecordingContext context = run(
                ORDERS
                        + "CREATE TABLE gold.big AS SELECT id, amount * 2 AS twice FROM bronze.orders WHERE amount > :least;",
                Map.of("least", "6"));

        assertThat(context.logLines())
                .contains("bronze.orders version 1: 3 rows, append", "gold.big version 0: 2 rows, create");
        assertThat(context.lineages()).last().satisfies(lineage -> {
            assertThat(lineage.output().name()).isEqualTo("gold.big");
            assertThat(lineage.inputs())
                    .singleElement()
                    .hasToString("Dataset[kind=TABLE, name=bronze.orders, version=1]");
        });
    }

    @Test
    void valuesAreNeverSql() throws Exception {
        RecordingContext context = run(
                "SELECT :v AS v, '<{{v}}>' AS w, length(:v) AS n",
                Map.of("v", "x' OR \\'1'='1 \" ; -- ${spark.app.name}"));

        JsonNode row = output(context).path("rows").path(0);
        assertThat(row.path(0).asText()).isEqualTo("x' OR \\'1'='1 \" ; -- ${spark.app.name}");
        assertThat(row.path(1).asText()).isEqualTo("<x' OR \\'1'='1 \" ; -- ${spark.app.name}>");
        assertThat(row.path(2).asInt()).isEqualTo(38);
    }

    @Test
    void sparkCastsValuesAndNamesAreIdentifiers() throws Exception {
        RecordingContext context = run(
                ORDERS + "SELECT sum(amount) FROM IDENTIFIER(:t) WHERE day >= DATE :day AND id < :n",
                Map.of("t", "bronze.orders", "day", "2026-01-02", "n", "3"));

        assertThat(output(context).path("rows").toString()).isEqualTo("[[20.0]]");
    }

    @Test
    void aScriptIsRunWithItsParameters() throws Exception {
        RecordingContext context = run("""
                CREATE TABLE s.counted (n INT);
                BEGIN
                  DECLARE n INT DEFAULT 0;
                  WHILE n < CAST(:times AS INT) DO
                    SET n = n + 1;
                    INSERT INTO s.counted VALUES (n);
                  END WHILE;
                END;
                SELECT count(*) FROM s.counted""", Map.of("times", "3"));

        assertThat(output(context).path("rows").toString()).isEqualTo("[[3]]");
    }

    @Test
    void atMostAThousandRowsAreKept() throws Exception {
        JsonNode output = output(run("SELECT id FROM range(5000) ORDER BY id", Map.of()));

        assertThat(output.path("rows")).hasSize(1000);
        assertThat(output.path("truncated").asBoolean()).isTrue();
    }

    @Test
    void aLargeResultIsCut() throws Exception {
        RecordingContext context = run("SELECT repeat('x', 30000) AS a, id FROM range(500)", Map.of());

        assertThat(context.output().toString().length()).isBetween(850_000, 1 << 20);
        assertThat(output(context).path("truncated").asBoolean()).isTrue();
    }

    @Test
    void mistakesAreToldAtTheirPlaceBeforeAnythingIsDone() {
        assertThatThrownBy(() -> run(ORDERS + "SELECT 1;\nSELEC 2;", Map.of()))
                .isInstanceOf(LeatException.class)
                .hasMessage("work.sql:4:1: Syntax error at or near 'SELEC'.");
        assertThatThrownBy(() -> run("SELECT *\nFROM {{t}}", Map.of("t", "bronze.orders")))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "work.sql:2:6: Syntax error at or near ''bronze.orders'': extra input ''bronze.orders''. The parameter t stands for a value;"
                                + " where a name belongs, write IDENTIFIER(:t).");
        assertThatThrownBy(() -> run("BEGIN\n  SELECT 1;\n  SELEC 2;\nEND", Map.of()))
                .isInstanceOf(LeatException.class)
                .hasMessage("work.sql:3:9: Syntax error at or near '2'.");
        assertThat(workspace.tables().exists("bronze.orders")).isFalse();
    }

    @Test
    void aStatementThatFailsIsToldAtItsPlaceAndEarlierOnesStay() {
        assertThatThrownBy(() -> run(
                        ORDERS + "\nSELECT '{{long}}', amont\nFROM bronze.orders", Map.of("long", "xxxxxxxxxxxxxxxx")))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith(
                        "work.sql:4:20: A column, variable, or function parameter with name `amont` cannot be"
                                + " resolved. Did you mean one of the following? [`amount`");
        assertThat(workspace.rows("bronze.orders").count()).isEqualTo(3);
        assertThatThrownBy(() -> run("SELECT 1;\nSELECT id,\n  1 / (id - id) FROM range(3)", Map.of()))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("work.sql:3:3: Division by zero.");
        assertThatThrownBy(() -> run("SELECT 1;\n SELECT raise_error('no ' || 'luck')", Map.of()))
                .isInstanceOf(LeatException.class)
                .hasMessage("work.sql:2:2: no luck");
        assertThatThrownBy(() -> run("\nALTER TABLE bronze.orders RENAME TO bronze.o", Map.of()))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("work.sql:2:1: ")
                .hasMessageContaining("RENAME");
    }

    @Test
    void settingsThatChangeHowSqlIsReadAreHeeded() throws Exception {
        RecordingContext context = run("""
                SET spark.sql.parser.escapedStringLiterals = true;
                SELECT :v AS v, '\\d' AS w""", Map.of("v", "a'b\\c"));

        assertThat(output(context).path("rows").path(0).path(0).asText()).isEqualTo("a'b\\c");
        assertThat(output(context).path("rows").path(0).path(1).asText()).isEqualTo("\\d");
    }

    @Test
    void whatAWarehouseKeepsIsRefusedByName() {
        assertThatThrownBy(() -> run(new Sql(), "{\"warehouse_id\": \"w\", \"alert\": {\"alert_id\": \"a\"}}"))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "sql_task.alert lives in a Databricks SQL warehouse, of which Leat has none; let the task's SQL"
                                + " compute the value, and ask about it with a condition_task.");
        assertThatThrownBy(() -> run(new Sql(), "{\"file\": {\"path\": \"none.sql\"}}"))
                .isInstanceOf(LeatException.class)
                .hasMessage("There is no file %s; sql_task.file.path is relative to the job file."
                        .formatted(root.resolve("none.sql")));
    }

    private RecordingContext run(String sql, Map<String, String> parameters) throws IOException, InterruptedException {
        Files.writeString(root.resolve("work.sql"), sql);
        ObjectNode body = Json.object();
        body.put("warehouse_id", "any");
        body.putObject("file").put("path", "work.sql").put("source", "WORKSPACE");
        body.set("parameters", Json.tree(parameters));
        return run(new Sql(), body.toString());
    }

    private RecordingContext run(Sql task, String body) throws InterruptedException {
        return workspace.run(task, "sql_task", body);
    }

    private static JsonNode output(RecordingContext context) {
        return context.output().path("sql_output").path("query_output");
    }
}
