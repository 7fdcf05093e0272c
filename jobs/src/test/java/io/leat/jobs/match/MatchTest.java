package io.leat.jobs.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.WriteMode;
import io.leat.core.error.LeatException;
import io.leat.core.lineage.ColumnLineage;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchTest {
    @TempDir
    Path root;

    private TestWorkspace workspace;
    private int tables;

    @BeforeEach
    void givenClicksAndOrders() {
        workspace = new TestWorkspace(root);
        table("bronze.clicks", """
                SELECT * FROM VALUES (1, 'a', timestamp'2026-01-01 10:00:00'), (2, 'a', timestamp'2026-01-01 11:00:00'),
                    (3, 'b', timestamp'2026-01-01 10:00:00') AS t(click_id, user_id, at)""");
        table("bronze.orders", """
                SELECT * FROM VALUES (1, 'a', timestamp'2026-01-01 10:30:00', 5.0), (2, 'a', timestamp'2026-01-01 11:00:00', 7.0),
                    (3, 'c', timestamp'2026-01-01 10:00:00', 9.0) AS t(order_id, user_id, at, amount)""");
    }

    @Test
    void aWindowTakesItsStartAndLeavesOutItsEnd() throws Exception {
        RecordingContext run = match("""
                {"inputs":[{"table":"bronze.clicks","as":"c"},
                           {"table":"bronze.orders","as":"o","join":"left","on":"o.user_id = c.user_id",
                            "within":{"time":"o.at","of":"c.at","after":"1 hour"}}],
                 "select":{"click_id":"c.click_id","order_id":"o.order_id"},"target":"silver.m"}""");

        assertThat(rows("silver.m")).containsExactly("1 1", "2 2", "3 null");
        assertThat(run.counts()).containsEntry("written", 3L).containsKeys("plan_ms", "write_ms");
    }

    @Test
    void groupsAreAggregatedAndFilteredAfterwards() throws Exception {
        match("""
                {"inputs":[{"table":"bronze.clicks","as":"c","where":"c.click_id < 3"},
                           {"table":"bronze.orders","on":"orders.user_id = c.user_id AND orders.amount >= :leat_0"}],
                 "group_by":["c.user_id"],"having":"spent > 10",
                 "select":{"user_id":"c.user_id","spent":"sum(orders.amount)","n":"count(*)"},"target":"silver.m"}""");

        assertThat(rows("silver.m")).containsExactly("a 14.0 2");
    }

    @Test
    void aTableCanBeJoinedWithItself() throws Exception {
        RecordingContext run = match("""
                {"inputs":[{"table":"bronze.clicks","as":"now"},
                           {"table":"bronze.clicks","as":"earlier","join":"left","on":"earlier.user_id = now.user_id",
                            "within":{"time":"earlier.at","of":"now.at","before":"1 day"}}],
                 "group_by":["now.click_id"],
                 "select":{"click_id":"now.click_id","before":"count(earlier.click_id)"},"target":"silver.m"}""");

        assertThat(rows("silver.m")).containsExactly("1 0", "2 1", "3 0");
        assertThat(run.lineages().get(0).inputs()).hasSize(1);
        assertThat(columns(run))
                .containsExactly("click_id <- bronze.clicks.click_id", "before <- bronze.clicks.click_id");
    }

    @Test
    void semiAndAntiJoinsKeepTheFirstInputsColumns() throws Exception {
        String body = """
                {"inputs":[{"table":"bronze.clicks","as":"c"},
                           {"table":"bronze.orders","as":"o","join":"anti","on":"o.user_id = c.user_id"}],
                 "target":"silver.m"}""";
        match(body);
        assertThat(rows("silver.m")).containsExactly("3 b 2026-01-01 10:00:00");
        match(body.replace("anti", "semi"));
        assertThat(rows("silver.m")).hasSize(2);
    }

    @Test
    void lineageNamesTheColumnsBehindEachColumn() throws Exception {
        RecordingContext run = match("""
                {"inputs":[{"table":"bronze.clicks","as":"c"},{"table":"bronze.orders","as":"o","on":"o.user_id = c.user_id"}],
                 "select":{"who":"upper(c.user_id)","late":"o.at > c.at","one":"1"},"target":"silver.m"}""");

        assertThat(columns(run))
                .containsExactly(
                        "who <- bronze.clicks.user_id", "late <- bronze.clicks.at bronze.orders.at", "one <- ");
        assertThat(run.lineages().get(0).inputs())
                .extracting(d -> d.name())
                .containsExactly("bronze.clicks", "bronze.orders");
    }

    @Test
    void aRetryReadsTheVersionsPinnedFirst() throws Exception {
        String body = """
                {"inputs":[{"table":"bronze.clicks","as":"c"}],"select":{"n":"count(*)"},"target":"silver.m"}""";
        RecordingContext first =
                workspace.context("match_task", body, Map.of("leat_0", "6")).crashingBeforeCommitted("silver.m");
        assertThatThrownBy(() -> new Match().run(first)).isInstanceOf(IllegalStateException.class);
        table("bronze.clicks", "SELECT 9 AS click_id, 'z' AS user_id, timestamp'2026-01-01 10:00:00' AS at");

        RecordingContext again = workspace.retry(new Match(), first);
        assertThat(again.commits().get(0).adopted()).isTrue();
        assertThat(again.counts()).containsEntry("written", 1L);
        assertThat(rows("silver.m")).containsExactly("3");
    }

    @Test
    void aSliceReplacesItsRowsAndNoOthers() throws Exception {
        table("bronze.days", "SELECT * FROM VALUES (1, 'a'), (2, 'b'), (3, 'c') AS t(day, who)");
        String body = "{\"inputs\":[{\"table\":\"bronze.days\"}],\"target\":\"silver.days\",%s}";
        match(body.formatted("\"comment\":\"all\""));
        table("bronze.days", "SELECT * FROM VALUES (1, 'x'), (2, 'y'), (2, 'z') AS t(day, who)");
        match(body.formatted("\"where\":\"day >= 2\",\"slice\":{\"column\":\"day\",\"from\":\"2\"}"));

        assertThat(rows("silver.days")).containsExactly("1 a", "2 y", "2 z");
    }

    @Test
    void mistakesAreToldUnderTheirOption() {
        String inputs = "\"inputs\":[{\"table\":\"bronze.clicks\",\"as\":\"c\"},"
                + "{\"table\":\"bronze.orders\",\"as\":\"o\",\"on\":\"o.user_id = c.user_id\"}],\"target\":\"silver.m\"";
        fails("{%s,\"select\":{\"clicks\":\"c.clik_id\"}}", inputs)
                .hasMessage("match_task.select.clicks: A column, variable, or function parameter with name"
                        + " `c`.`clik_id` cannot be resolved. Did you mean one of the following?"
                        + " [`c`.`click_id`, `c`.`at`, `c`.`user_id`, `o`.`at`, `o`.`user_id`].");
        fails("{%s,\"where\":\"o.amount > > 3\"}", inputs).hasMessageStartingWith("match_task.where: Syntax error");
        fails("{%s}", inputs)
                .hasMessageStartingWith("match_task.select: two columns of the result would be called user_id");
        fails("{%s}", inputs.replace("o.user_id = c.user_id", "o.user = c.user_id"))
                .hasMessageStartingWith("match_task.inputs[1].on: A column");
        fails("{%s}", inputs.replace("\"as\":\"o\"", "\"as\":\"c\""))
                .hasMessageStartingWith("match_task.inputs[1]: two inputs are called c");
        fails("{%s}", inputs.replace("bronze.orders", "bronze.oders"))
                .hasMessageContaining("bronze.oders")
                .hasMessageContaining("bronze.orders");
        fails("{%s,\"select\":{\"x\":\"1 / (c.click_id - 1)\"}}", inputs)
                .hasMessageStartingWith("match_task.select.x: Division by zero.");
        fails(
                        "{%s}",
                        inputs.replace(
                                "\"on\"",
                                "\"within\":{\"time\":\"o.at\",\"of\":\"c.at\",\"after\":\"1 fortnight\"},\"on\""))
                .hasMessageStartingWith("match_task.inputs[1].within.after: \"1 fortnight\" is not a length of time");
        fails("{%s}", inputs.replace("\"on\"", "\"within\":{\"time\":\"o.at\",\"of\":\"c.at\"},\"on\""))
                .hasMessageStartingWith("match_task.inputs[1].within: the window [of - before, of + after) is empty");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> fails(String body, String inputs) {
        return assertThatThrownBy(() -> match(body.formatted(inputs))).isInstanceOf(LeatException.class);
    }

    private RecordingContext match(String body) throws InterruptedException {
        return workspace.run(new Match(), "match_task", body, Map.of("leat_0", "6"));
    }

    private void table(String name, String sql) {
        Batch batch = new Batch(
                "given-" + ++tables,
                name,
                Batch.TARGET,
                WriteMode.OVERWRITE,
                Manifest.EMPTY,
                "",
                List.of(),
                BatchState.MINTED);
        workspace.tables().write(batch, workspace.spark().sql(sql), WriteSpec.plain());
    }

    private List<String> rows(String table) {
        return workspace
                .rows(table)
                .selectExpr(
                        "concat_ws(' ', transform(array(struct(*)), s -> regexp_replace(cast(s AS string), '[{},]', '')))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private static List<String> columns(RecordingContext run) {
        return run.lineages().get(0).columns().stream().map(MatchTest::text).toList();
    }

    private static String text(ColumnLineage column) {
        return column.column() + " <- "
                + column.sources().stream()
                        .map(source -> source.dataset() + "." + source.column())
                        .sorted()
                        .collect(Collectors.joining(" "));
    }
}
