package io.leat.jobs.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.jobs.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSqlTest {
    @TempDir
    Path warehouse;

    private TaskSql sql;

    @BeforeEach
    void givenAView() throws Exception {
        SparkSession spark = TestSpark.session(warehouse);
        spark.sql("SELECT id, id * 10 AS amount, timestamp'2026-01-01 00:00:00' AS ts FROM range(5)")
                .createTempView("orders");
        sql = new TaskSql(spark, Map.of("leat_0", "30", "leat_1", "2025-12-31"));
    }

    @Test
    void argumentsAreBoundAndNotPasted() {
        assertThat(query("amount >= :leat_0 AND ts > :leat_1").count()).isEqualTo(2);
    }

    @Test
    void anUnknownColumnIsToldUnderItsOptionWithTheNearestOne() {
        assertThatThrownBy(() -> query("amont > 1"))
                .isInstanceOf(LeatException.class)
                .hasMessage("persist_task.where: A column, variable, or function parameter with name `amont` cannot be"
                        + " resolved. Did you mean one of the following? [`amount`, `id`, `ts`].");
    }

    @Test
    void aSyntaxErrorIsOneLine() {
        assertThatThrownBy(() -> query("amount >"))
                .isInstanceOf(LeatException.class)
                .hasMessage("persist_task.where: Syntax error at or near end of input.");
    }

    @Test
    void anExpressionCannotLeaveItsPlace() {
        assertThatThrownBy(() -> query("true) UNION ALL SELECT * FROM (orders"))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("persist_task.where: Syntax error at or near ')'");
        assertThat(query("id = 1 -- only one").count()).isEqualTo(1);
    }

    @Test
    void whatFailsWhileItRunsIsToldUnderItsOption() {
        List<Part> parts = List.of(new Part("persist_task.select.x", "1 / (id - 3)", "orders"));
        Dataset<Row> rows =
                sql.query("persist_task", "SELECT " + TaskSql.inline("1 / (id - 3)") + " FROM orders", parts);

        assertThatThrownBy(() -> sql.running("persist_task", parts, rows::collectAsList))
                .isInstanceOf(LeatException.class)
                .hasMessageStartingWith("persist_task.select.x: Division by zero.");
    }

    private Dataset<Row> query(String where) {
        return sql.query(
                "persist_task",
                "SELECT * FROM orders WHERE " + TaskSql.inline(where),
                List.of(new Part("persist_task.where", where, "orders")));
    }
}
