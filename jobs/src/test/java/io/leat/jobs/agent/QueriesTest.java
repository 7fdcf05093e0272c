package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Settled;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.QueryResult.Column;
import io.leat.core.cluster.TableAudit;
import io.leat.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {
    @TempDir
    static Path workspace;

    private static RunningAgent agent;
    private static int asked;

    @BeforeAll
    static void givenAnAgent() {
        agent = new RunningAgent(workspace);
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    private static QueryResult ask(String sql) throws InterruptedException {
        return agent.controlPlane.ask(new Query("q" + ++asked, Query.Kind.SQL, sql, 2));
    }

    private static String values(QueryResult result) {
        return Json.write(result.rows());
    }

    @Test
    void columnsAreTypedAndValuesKeepThem() throws Exception {
        QueryResult result =
                ask("select 1 as i, 9007199254740993L as l, 1.50 as d, 0.5D as f, true as b, 'x' as s, null as n,"
                        + " timestamp '2026-01-02 03:04:05.006' as t, date '2026-01-02' as day, X'00ff' as bytes,"
                        + " double('NaN') as nan, named_struct('a', array(1, 2), 'm', map('k', 1.5)) as nested");

        assertThat(result.error()).isNull();
        assertThat(result.columns().stream().map(Column::type))
                .containsExactly(
                        "int",
                        "bigint",
                        "decimal(3,2)",
                        "double",
                        "boolean",
                        "string",
                        "void",
                        "timestamp",
                        "date",
                        "binary",
                        "double",
                        "struct<a:array<int>,m:map<string,decimal(2,1)>>");
        assertThat(values(result))
                .isEqualTo(
                        "[[1,9007199254740993,\"1.50\",0.5,true,\"x\",null,\"2026-01-02T03:04:05.006Z\",\"2026-01-02\","
                                + "\"AP8=\",\"NaN\",\"{\\\"a\\\":[1,2],\\\"m\\\":{\\\"k\\\":\\\"1.5\\\"}}\"]]");
    }

    @Test
    void noMoreRowsThanAskedFor() throws Exception {
        QueryResult three = ask("select id from range(3) order by id desc");
        assertThat(values(three)).isEqualTo("[[2],[1]]");
        assertThat(three.truncated()).isTrue();
        assertThat(ask("values 1, 2").truncated()).isFalse();
    }

    @Test
    void mistakesAreToldInOneLine() throws Exception {
        QueryResult result = ask("select nosuch from range(3)");

        assertThat(result.error()).contains("`nosuch` cannot be resolved").doesNotContain("\n");
        assertThat(ask("selekt 1").error()).contains("Syntax error at or near 'selekt'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into s.t values (1)",
                "with x as (select 1) insert into s.t select * from x",
                "from range(3) insert into s.t select id insert into s.u select id",
                "update s.t set a = 1",
                "delete from s.t",
                "merge into s.t using s.u on t.a = u.a when matched then delete",
                "create table s.t (a int)",
                "create table s.t as select 1",
                "create temporary view v as select 1",
                "drop table s.t",
                "truncate table s.t",
                "alter table s.t add column b int",
                "set spark.sql.ansi.enabled = false",
                "cache table s.t",
                "add jar 'x.jar'",
                "optimize s.t",
                "vacuum s.t",
                "call leat.p()",
                "begin select 1; end",
                "execute immediate 'drop table s.t'",
                "select java_method('java.lang.System', 'exit', 1)",
                "select * from range(2) where id = (select reflect('java.lang.System', 'currentTimeMillis'))",
                "select transform(id) using 'cat' from range(2)"
            })
    void whatDoesMoreThanReadIsRefused(String sql) throws Exception {
        assertThat(ask(sql).error()).startsWith("Only statements that read are run here, and this one has ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show catalogs",
                "describe query select 1 as a",
                "explain select 1",
                "explain drop table s.t",
                "with x as (select 1) select * from x",
                "from range(2) |> select id"
            })
    void whatReadsIsRun(String sql) throws Exception {

        assertThat(ask(sql).error()).isNull();
    }

    @Test
    void anOpenBatchIsSettledAndThenInTheAudit() throws Exception {
        Batch batch = new Batch(
                "b-1",
                "s.settled",
                Batch.TARGET,
                WriteMode.APPEND,
                Manifest.ofFiles(List.of()),
                "code",
                List.of(),
                BatchState.MINTED);

        QueryResult settled = ask(Query.Kind.SETTLE, Json.write(batch));
        QueryResult audit = ask(Query.Kind.AUDIT, "s.settled");

        assertThat(told(settled, Settled.class)).isEqualTo(new Settled("b-1", BatchState.BURNT, null));
        assertThat(told(audit, TableAudit.class).writes())
                .containsExactly(new TableAudit.Write("b-1", 0, true, 0L, null));
        assertThat(told(ask(Query.Kind.AUDIT, "s.absent"), TableAudit.class).exists())
                .isFalse();
    }

    private static QueryResult ask(Query.Kind kind, String text) throws InterruptedException {
        return agent.controlPlane.ask(new Query("q" + ++asked, kind, text, 1));
    }

    private static <T> T told(QueryResult result, Class<T> type) {
        assertThat(result.error()).isNull();
        return Json.read(result.rows().get(0).get(0).asText(), type);
    }

    @Test
    void readingWritesNothing() throws Exception {
        ask("create table s.t as select 1");

        assertThat(Files.exists(workspace.resolve("warehouse/s"))).isFalse();
        List<List<JsonNode>> rows = ask("select 1").rows();
        assertThat(rows).hasSize(1);
    }
}
