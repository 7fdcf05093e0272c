package io.leat.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.batch.Commit;
import io.leat.core.json.Json;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.ColumnLineage.Source;
import io.leat.core.lineage.Dataset.Kind;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.testing.GivenTables;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {
    private static final String BODY = """
            {"spine": {"table": "s.visits", "keys": ["customer"], "timestamp": "at", "columns": ["visit"]},
             "sources": [
               {"table": "s.orders", "keys": ["buyer"], "timestamp": "ordered", "where": "amount > :leat_0",
                "features": [
                  {"name": "last_amount", "as_of": "amount", "max_age": "30 days"},
                  {"name": "orders_7d", "aggregate": "count", "over": "7 days"},
                  {"name": "spent_7d", "aggregate": "sum", "value": "amount * 2", "over": "7 days"}]},
               {"table": "s.moods", "keys": ["who"], "timestamp": "day", "available_at": "told",
                "features": [{"name": "mood", "as_of": "mood"}]}],
             "expressions": {"doubled": "orders_7d * 2", "again": "doubled + visit"},
             "target": "s.features", "comment": "What was known"}""";

    private static final String VISITS =
            "SELECT CAST(c AS INT) customer, TIMESTAMP(t) at, v visit, 'x' unused FROM VALUES"
                    + " (1, '2026-01-10 12:00:00', 1), (1, '2026-01-10 12:00:00', 2), (2, '2026-01-10 00:00:00', 3),"
                    + " (NULL, '2026-01-10 00:00:00', 4), (1, NULL, 5), (9, '2026-01-01 00:00:00', 6) AS t(c, t, v)";
    private static final String ORDERS = "SELECT CAST(b AS BIGINT) buyer, TIMESTAMP(t) ordered,"
            + " CAST(a AS DECIMAL(10,2)) amount FROM"
            + " VALUES (1, '2026-01-09 12:00:00', 10.10), (1, '2026-01-03 12:00:00', 5.55),"
            + " (1, '2026-01-03 11:59:59.999999', 7), (1, '2026-01-10 12:00:00', 100), (1, '2026-01-08', 0.5),"
            + " (2, '2025-12-01', 3), (NULL, '2026-01-01', 3), (2, NULL, 3) AS t(b, t, a)";
    private static final String MOODS = "SELECT CAST(w AS BIGINT) who, DATE(d) day, CAST(t AS TIMESTAMP_NTZ) told, mood"
            + " FROM VALUES (1, '2026-01-08', '2026-01-11 00:00:00', 'late'),"
            + " (1, '2026-01-02', '2026-01-02 00:00:00', 'good'), (2, '2026-01-10', '2026-01-09 00:00:00', 'now'),"
            + " (2, '2026-01-09', NULL, 'untold') AS t(w, d, t, mood)";

    @TempDir
    private static Path root;

    private static TestWorkspace workspace;
    private static GivenTables given;

    @BeforeAll
    static void givenVisitsOrdersAndMoods() {
        workspace = new TestWorkspace(root);
        given = new GivenTables(workspace);
        table("s.visits", VISITS);
        table("s.orders", ORDERS);
        table("s.moods", MOODS);
    }

    private static void table(String name, String query) {
        given.table(name, workspace.spark().sql(query));
    }

    private RecordingContext run(String body) throws InterruptedException {
        return workspace.run(
                new Features(), "features_task", Json.parse(body, ObjectNode.class), Map.of("leat_0", "1"));
    }

    private List<String> rows() {
        return workspace
                .rows("s.features")
                .withColumn("at", functions.col("at").cast("string"))
                .orderBy("visit")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void featuresAreWhatWasKnownBeforeEachRow() throws InterruptedException {
        RecordingContext context = run(BODY);

        assertThat(rows())
                .containsExactly(
                        "[1,2026-01-10 12:00:00,1,10.10,2,31.30,good,4,5]",
                        "[1,2026-01-10 12:00:00,2,10.10,2,31.30,good,4,6]",
                        "[2,2026-01-10 00:00:00,3,null,0,null,null,0,3]",
                        "[null,2026-01-10 00:00:00,4,null,0,null,null,0,4]",
                        "[1,null,5,null,0,null,null,0,5]",
                        "[9,2026-01-01 00:00:00,6,null,0,null,null,0,6]");
        assertThat(workspace.rows("s.features").schema().toDDL())
                .isEqualTo("customer INT,at TIMESTAMP,visit INT,last_amount DECIMAL(10,2),orders_7d BIGINT,"
                        + "spent_7d DECIMAL(22,2),mood STRING,doubled BIGINT,again BIGINT");
        assertThat(context.counts()).containsEntry("facts", 11L).containsEntry("facts_ignored", 3L);
        assertThat(context.counts()).containsEntry("written", 6L);
        assertThat(context.logLines()).contains("3 of 11 facts have no key or no time and were left out.");
    }

    @Test
    void aFactAtTheVeryTimeCountsWhenAsked() throws InterruptedException {
        run(BODY.replace("\"target\"", "\"inclusive\": true, \"target\""));

        assertThat(rows().get(0)).isEqualTo("[1,2026-01-10 12:00:00,1,100.00,3,231.30,good,6,7]");
        assertThat(rows().get(2)).isEqualTo("[2,2026-01-10 00:00:00,3,null,0,null,now,0,3]");
    }

    @Test
    void columnsAreFollowedToTheirInputs() throws InterruptedException {
        RecordingContext context = run(BODY);

        Lineage lineage = context.lineages().get(0);
        Commit commit = context.commits().get(0);
        assertThat(lineage.output())
                .isEqualTo(new io.leat.core.lineage.Dataset(Kind.TABLE, "s.features", commit.version()));
        assertThat(lineage.inputs()).extracting("name").containsExactly("s.visits", "s.orders", "s.moods");
        assertThat(lineage.inputs())
                .allSatisfy(input -> assertThat(input.version()).isNotNull());
        assertThat(sources(lineage, "visit")).containsExactly("s.visits.visit");
        assertThat(sources(lineage, "spent_7d"))
                .containsExactlyInAnyOrder(
                        "s.orders.amount", "s.orders.buyer", "s.orders.ordered", "s.visits.customer", "s.visits.at");
        assertThat(sources(lineage, "orders_7d")).doesNotContain("s.orders.amount");
        assertThat(sources(lineage, "mood"))
                .contains("s.moods.mood", "s.moods.told")
                .doesNotContain("s.orders.buyer");
        assertThat(sources(lineage, "again")).contains("s.visits.visit", "s.orders.ordered");
    }

    private static List<String> sources(Lineage lineage, String column) {
        return lineage.columns().stream()
                .filter(c -> c.column().equals(column))
                .map(ColumnLineage::sources)
                .flatMap(List::stream)
                .map((Source s) -> s.dataset() + "." + s.column())
                .toList();
    }

    @Test
    void whatHappensLaterChangesNothing() throws InterruptedException {
        String body = BODY.replace("s.orders", "s.poisoned");
        table("s.poisoned", ORDERS);
        run(body);
        List<String> before = rows();
        Dataset<Row> poison = workspace
                .spark()
                .sql(
                        "SELECT who buyer, TIMESTAMP '2026-01-10 12:00:00' + make_interval(0,"
                                + " 0, 0, id) ordered, CAST(1000000 AS DECIMAL(10,2)) amount FROM VALUES (1), (2), (9) t(who), range(50)");

        given.more("s.poisoned", poison);
        run(body);

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aRetryReadsTheVersionsOfTheFirstAttempt() throws InterruptedException {
        table("s.emptied", ORDERS);
        ObjectNode body = Json.parse(BODY.replace("s.orders", "s.emptied"), ObjectNode.class);
        RecordingContext first = workspace.context("features_task", body, Map.of("leat_0", "1"));
        first.crashingBeforeCommitted("s.features");
        assertThatThrownBy(() -> new Features().run(first)).hasMessageContaining("crashed");
        List<String> before = rows();
        given.table("s.emptied", workspace.rows("s.orders").filter("false"));

        RecordingContext second = workspace.retry(new Features(), first);

        assertThat(second.commits().get(0).adopted()).isTrue();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void withoutSourcesThereAreOnlyExpressions() throws InterruptedException {
        run("""
                {"spine": {"table": "s.visits", "keys": ["customer"], "timestamp": "at"},
                 "expressions": {"next": "visit + 1"}, "target": "s.features"}""");

        assertThat(rows().get(0)).isEqualTo("[1,2026-01-10 12:00:00,1,x,2]");
    }

    @Test
    void aSliceReplacesItsRowsAndNoOthers() throws InterruptedException {
        String body = """
                {"spine": {"table": "s.visits", "keys": ["customer"], "timestamp": "at", "where": "%s"},
                 "expressions": {"next": "visit + %d"}, %s "target": "s.sliced"}""";
        run(body.formatted("visit <= 3", 1, ""));
        run(body.formatted("visit = 2", 50, "\"slice\": {\"column\": \"visit\", \"equals\": \"2\"},"));

        assertThat(workspace.rows("s.sliced").select("next").orderBy("next").collectAsList())
                .hasToString("[[2], [4], [52]]");
    }

    @Test
    void mistakesAreToldUnderTheirOption() {
        refused(BODY.replace("\"customer\"", "\"custmer\""), "features_task.spine.keys[0]: ", "`customer`");
        refused(BODY.replace("\"amount * 2\"", "\"amunt * 2\""), "features_task.sources[0].features[spent_7d].value: ");
        refused(BODY.replace("\"doubled + visit\"", "\"doubled + vist\""), "features_task.expressions.again: ");
        refused(
                BODY.replace("\"timestamp\": \"day\"", "\"timestamp\": \"mood\""),
                "sources[1].timestamp: column",
                "STRING");
        refused(BODY.replace("[\"who\"]", "[\"mood\"]"), "key customer is STRING here and BIGINT in the spine");
        refused(BODY.replace("\"7 days\"}]", "\"a while\"}]"), "features[spent_7d].over: ", "a while");
        refused(
                BODY.replace("\"mood\", \"as_of\"", "\"visit\", \"as_of\""),
                "two columns of the result are called visit");
        refused(
                BODY.replace("\"amount * 2\"", "\"string(amount)\""),
                "features[spent_7d].value: is STRING; sum takes a number");
        refused(BODY.replace("\"as_of\": \"mood\"", "\"aggregate\": \"count\""), "over is missing");
        refused(
                BODY.replace("\"amount * 2\"", "\"bigint(least(amount, 10)) * 700000000000000000\""),
                "the sum",
                "does not fit BIGINT");
    }

    private void refused(String body, String... parts) {
        assertThatThrownBy(() -> run(body))
                .isInstanceOf(io.leat.core.error.LeatException.class)
                .message()
                .contains(parts);
    }
}
