package io.leat.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    @TempDir
    Path folder;

    private FakeServer server;

    @BeforeEach
    void givenAControlPlane() throws IOException {
        server = new FakeServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void misspeltCommandGetsTheNearestOne() {
        assertThat(server.run("rnus")).isEqualTo(2);
        assertThat(server.err()).isEqualTo("leat: unknown command 'rnus'; did you mean runs?\nHelp: leat --help\n");
    }

    @Test
    void misspeltOptionIsNamed() {
        assertThat(server.run("runs", "--limt", "3")).isEqualTo(2);
        assertThat(server.err()).contains("--limt").contains("--limit").contains("Help: leat runs --help");
    }

    @Test
    void noCommandIsAMistake() {
        assertThat(server.run()).isEqualTo(2);
        assertThat(server.err()).contains("a command is missing").contains("leat --help");
    }

    @Test
    void helpNamesEveryCommandButTheHiddenOne() {
        assertThat(server.run("--help")).isZero();
        assertThat(server.out())
                .contains("run ", "runs", "logs", "tables", "sql", "lineage", "checkpoints", "models", "secrets")
                .contains("export", "status", "doctor", "server", "stop", "version", "Exit status")
                .doesNotContain("warm-up");
    }

    @Test
    void runsAreListedInAlignedColumns() {
        server.on("GET /api/2.2/jobs/runs/list?limit=20", """
                {"runs":[
                 {"run_id":12,"run_name":"clicks","start_time":1000,"end_time":42300,
                  "state":{"life_cycle_state":"TERMINATED","result_state":"SUCCESS"}},
                 {"run_id":9,"run_name":"a-longer-name","start_time":1000,"end_time":186000,
                  "state":{"life_cycle_state":"TERMINATED","result_state":"FAILED"}}]}""");

        assertThat(server.run("runs")).isZero();
        assertThat(server.out().lines().map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\d \\S+", "T")))
                .containsExactly(
                        "RUN_ID  JOB            STATE    STARTED              DURATION",
                        "    12  clicks         SUCCESS  T     41.3s",
                        "     9  a-longer-name  FAILED   T    3m 05s");
    }

    @Test
    void jsonIsTheAnswerAsItCame() {
        server.on("GET /api/2.2/jobs/runs/list?limit=20", "{\"runs\":[],\"has_more\":false}");

        assertThat(server.run("runs", "--json")).isZero();
        assertThat(server.out()).isEqualTo("{\"runs\":[],\"has_more\":false}\n");
    }

    @Test
    void runsOfAJobAreFoundByItsName() {
        server.on("GET /api/2.2/jobs/list?limit=1&name=my%20job", "{\"jobs\":[{\"job_id\":4}]}");
        server.on("GET /api/2.2/jobs/runs/list?limit=20&job_id=4", "{}");

        assertThat(server.run("runs", "--job", "my job")).isZero();
        assertThat(server.out()).contains("No runs yet");
    }

    @Test
    void aRunOfManyTasksIsReadInPages() {
        server.on("GET /api/2.2/jobs/runs/get?run_id=7", """
                {"run_id":7,"run_name":"many","start_time":1,"end_time":2,"next_page_token":"p2",
                 "state":{"life_cycle_state":"TERMINATED","result_state":"SUCCESS"},"tasks":[{"task_key":"a","run_id":8}]}""");
        server.on(
                "GET /api/2.2/jobs/runs/get?run_id=7&page_token=p2", "{\"tasks\":[{\"task_key\":\"b\",\"run_id\":9}]}");

        assertThat(server.run("runs", "get", "7")).isZero();
        assertThat(server.out())
                .contains("Run 7 of many: SUCCESS")
                .containsPattern("a +0.+ 8")
                .containsPattern("b +0.+ 9");
    }

    @Test
    void anUnknownRunIsTheUsersMistake() {
        server.on(
                "GET /api/2.2/jobs/runs/get?run_id=8",
                400,
                "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Run 8 does not exist.\"}");

        assertThat(server.run("runs", "get", "8")).isEqualTo(2);
        assertThat(server.err()).isEqualTo("leat: Run 8 does not exist.\n");
    }

    @Test
    void cancelNamesTheRun() {
        server.on("POST /api/2.2/jobs/runs/cancel", "{}");

        assertThat(server.run("runs", "cancel", "8")).isZero();
        assertThat(server.bodies).singleElement().hasToString("{\"run_id\":8}");
    }

    @Test
    void sqlAlignsNumbersRightAndSaysWhenThereIsMore() {
        server.on("POST /api/leat/1.0/sql", """
                {"columns":[{"name":"name","type":"string"},{"name":"n","type":"bigint"}],
                 "rows":[["a",5],["böse\\n\\u001b[31m",12345],[null,null]],"truncated":true}""");

        assertThat(server.run("sql", "SELECT 1", "--limit", "3")).isZero();
        assertThat(server.bodies).singleElement().hasToString("{\"sql\":\"SELECT 1\",\"limit\":3}");
        assertThat(server.out()).isEqualTo("""
                name           n
                a              5
                böse [31m  12345
                null        null
                (3 rows; there are more (--limit))
                """);
    }

    @Test
    void aMistakeInSqlIsToldInALine() {
        server.on("POST /api/leat/1.0/sql", "{\"columns\":[],\"rows\":[],\"error\":\"Table bronze.clik not found\"}");

        assertThat(server.run("sql", "SELECT * FROM bronze.clik")).isEqualTo(2);
        assertThat(server.err()).isEqualTo("leat: Table bronze.clik not found\n");
    }

    @Test
    void tablesTellWhoWroteThem() {
        server.on("GET /api/leat/1.0/tables", """
                {"tables":[{"name":"bronze.clicks","version":3,"rows":541909,"bytes":1500000,"committed_at":1,
                 "job_name":"j","task_key":"ingest","run_id":4}]}""");

        assertThat(server.run("tables")).isZero();
        assertThat(server.out())
                .contains("bronze.clicks")
                .contains("541,909")
                .contains("1.5 MB")
                .contains("ingest");
    }

    @Test
    void tableNamesAreEscapedInPaths() {
        server.run("tables", "show", "a/../b c");

        assertThat(server.requests).contains("GET /api/leat/1.0/tables/a%2F..%2Fb%20c");
    }

    @Test
    void lineageIsATreeToBothSides() {
        server.on("GET /api/leat/1.0/lineage/silver.m", """
                {"dataset":{"kind":"TABLE","name":"silver.m","version":2},
                 "upstream":[{"output":{"name":"silver.m","version":2},"inputs":[{"name":"bronze.a","version":1}],
                  "task_key":"match","run_id":3},
                  {"output":{"name":"bronze.a","version":1},"inputs":[{"name":"data/a"}],"task_key":"ingest","run_id":3}],
                 "downstream":[{"output":{"name":"churn","version":1},"inputs":[{"name":"silver.m","version":2}],
                  "task_key":"train","run_id":3}]}""");

        assertThat(server.run("lineage", "silver.m")).isZero();
        assertThat(server.out()).isEqualTo("""
                silver.m v2
                made from:
                  bronze.a v1  by match in run 3
                    data/a  by ingest in run 3
                made into:
                  churn v1  by train in run 3
                """);
    }

    @Test
    void lineageSaysWhatWasObservedAndWhatCouldNotBeSeen() {
        server.on("GET /api/leat/1.0/lineage/silver.m", """
                {"dataset":{"kind":"TABLE","name":"silver.m","version":2},
                 "upstream":[{"output":{"name":"silver.m","version":2},"inputs":[{"name":"bronze.a","version":1}],
                  "task_key":"script","run_id":3,
                  "observed":{"operation":"MERGE","rows":2,"unseen":["rows of an RDD"]}}],
                 "downstream":[]}""");

        assertThat(server.run("lineage", "silver.m")).isZero();
        assertThat(server.out()).contains("""
                made from:
                  bronze.a v1  by script in run 3, observed: MERGE
                  rows of an RDD  by script in run 3, observed: MERGE
                """);
    }

    @Test
    void modelsShowTheirMetrics() {
        server.on("GET /api/leat/1.0/models", """
                {"models":[{"name":"churn","version":2,"algorithm":"gbt","trained_on":{"table":"gold.f","version":5},
                 "metrics":{"train_auc":0.9,"accuracy":0.77,"auc":0.83124},"train_rows":800,"test_rows":200,
                 "created_at":1,"run_id":9}]}""");

        assertThat(server.run("models")).isZero();
        assertThat(server.out()).contains("auc 0.8312, accuracy 0.7700").contains("gold.f v5");
    }

    @Test
    void poolsAreSetListedAndDeleted() {
        server.on("PUT /api/leat/1.0/pools/gpu", "{}")
                .on("DELETE /api/leat/1.0/pools/gpu", "{}")
                .on("GET /api/leat/1.0/pools", """
                        {"pools":[{"name":"db","slots":null,"used":0,"waiting":2},
                         {"name":"gpu","slots":4,"used":3,"waiting":1}]}""");

        assertThat(server.run("pools", "set", "gpu", "4")).isZero();
        assertThat(server.out()).contains("Pool gpu has 4 slots.");
        assertThat(server.bodies).singleElement().hasToString("{\"slots\":4}");
        assertThat(server.run("pools")).isZero();
        assertThat(server.out()).contains("none").containsPattern("gpu +4 +3 +1");
        assertThat(server.run("pools", "delete", "gpu")).isZero();
        assertThat(server.out()).contains("Deleted the pool gpu.");
    }

    @Test
    void secretsAreReadFromStandardInputOnly() {
        server.on("PUT /api/leat/1.0/secrets/s/k", "{}").input("hush\n");

        assertThat(server.run("secrets", "put", "s", "k")).isZero();
        assertThat(server.bodies).singleElement().hasToString("{\"string_value\":\"hush\"}");
        assertThat(server.out()).doesNotContain("hush");
        assertThat(server.run("secrets", "put", "s", "k", "hush")).isEqualTo(2);
    }

    @Test
    void anEmptySecretIsRefused() {
        assertThat(server.run("secrets", "put", "s", "k")).isEqualTo(2);
        assertThat(server.err()).contains("No value was given");
    }

    @Test
    void logsAreThoseOfTheLastTry() {
        server.on("GET /api/2.2/jobs/runs/get?run_id=7", """
                {"run_id":7,"tasks":[{"task_key":"a","run_id":8,"attempt_number":0},
                 {"task_key":"a","run_id":9,"attempt_number":1},{"task_key":"b","run_id":10,"attempt_number":0}]}""");
        server.on("GET /api/leat/1.0/runs/9/log?offset=0", "second try\n");
        server.on("GET /api/leat/1.0/runs/8/log?offset=0", "first try\n");

        assertThat(server.run("logs", "7", "a")).isZero();
        assertThat(server.out()).isEqualTo("second try\n");
        assertThat(server.run("logs", "7", "a", "--attempt", "0")).isZero();
        assertThat(server.out()).isEqualTo("first try\n");
        assertThat(server.run("logs", "7", "c")).isEqualTo(2);
        assertThat(server.err()).contains("no such task run of 'c'").contains("[a, b]");
    }

    @Test
    void statusShowsDrivers() {
        assertThat(server.run("status")).isZero();
        assertThat(server.out())
                .contains("101.0 MB resident")
                .contains("local[*]")
                .contains("5.9s")
                .contains("d1");
    }

    @Test
    void withoutAWorkspaceTheWayToOneIsTold() {
        assertThat(server.run("runs", "--workspace", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(server.err()).contains("There is no workspace").contains("leat run JOB.yaml");
    }

    @Test
    void statusOfNothingStartsNothing() {
        assertThat(server.run("status", "--workspace", folder.resolve("none").toString()))
                .isZero();
        assertThat(server.out()).startsWith("No control plane runs for");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void errorsAreJsonForPrograms() {
        assertThat(server.run("runs", "get", "8", "--json")).isEqualTo(2);
        assertThat(server.err()).startsWith("{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":");
    }

    @Test
    void aFaultOfLeatsOwnIsALineWithItsIncident() {
        server.on("GET /api/leat/1.0/models", "not json");

        assertThat(server.run("models")).isEqualTo(1);
        assertThat(server.err().lines()).hasSize(1);
    }
}
