package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.jobs.task.ProgramFailure;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTaskTest {
    private static final String FIRST = "# Databricks notebook source\n";
    private static final String NEXT = "\n\n# COMMAND ----------\n\n";

    private TestWorkspace workspace;

    @BeforeAll
    static void python() throws InterruptedException {
        Programs.assumeEnvironment();
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        workspace = new TestWorkspace(folder);
    }

    @Test
    void cellsOfSqlAndPythonShareTheTasksSession() throws Exception {
        notebook(
                "main.py",
                "# MAGIC %sql\n# MAGIC CREATE SCHEMA IF NOT EXISTS bronze;\n# MAGIC CREATE TABLE bronze.days (day STRING, n INT);\n"
                        + "# MAGIC INSERT INTO bronze.days VALUES ('mon', 1), ('tue', 2), ('<b>', NULL);",
                "# MAGIC %sql\n# MAGIC SELECT * FROM bronze.days WHERE day >= :day ORDER BY day",
                "print(_sqldf.count(), [row.day for row in _sqldf.collect()])\ndisplay(spark.table('bronze.days'))\n"
                        + "rows = %sql SELECT count(*) AS rows FROM bronze.days\nprint(rows.first().rows)",
                "answer = dbutils.notebook.run('./child', 60, {'n': 3})\nprint(answer)\n"
                        + "dbutils.jobs.taskValues.set('rows', 3)\ndbutils.notebook.exit(answer)");
        notebook(
                "child.py",
                "n = int(dbutils.widgets.get('n'))\nspark.range(n).write.saveAsTable('bronze.child')",
                "dbutils.notebook.exit(spark.table('bronze.days').count() + n)");
        RecordingContext context = context("main", Map.of("day", "mon"));
        new NotebookTask().run(context);

        assertThat(context.output()).hasToString("{\"notebook_output\":{\"result\":\"6\",\"truncated\":false}}");
        assertThat(context.logLines()).contains("2 ['mon', 'tue']", "3", "6");
        assertThat(context.values().get("rows")).hasToString("3");
        assertThat(workspace.rows("bronze.child").count()).isEqualTo(3);
        JsonNode cells = executed(context, "main").path("cells");
        assertThat(cells).hasSize(4);
        assertThat(cells.get(0).path("outputs")).isEmpty();
        assertThat(cells.at("/1/outputs/0/data/text~1html").toString()).contains("<td>mon</td><td>1</td>");
        assertThat(cells.get(2).toString()).contains("&lt;b&gt;").contains("<i>null</i>");
        assertThat(executed(context, "main-1-child").path("cells")).hasSize(2);
    }

    @Test
    void statementsHaveArguments() throws Exception {
        notebook(
                "arguments.py", """
                named = spark.sql('SELECT id, :kind AS kind FROM range(9) WHERE id > :least ORDER BY id',
                                  {'least': 6, 'kind': "it's"})
                print(named.limit(9).collect())""", "print(spark.sql('SELECT ? + id AS n FROM range(1)', args=[2.5]).first().n)", """
                spark.sql('CREATE SCHEMA IF NOT EXISTS IDENTIFIER(:name)', {'name': 'bronze'})
                spark.sql('CREATE TABLE bronze.named AS SELECT :n AS n', {'n': 4})
                print(spark.sql('SELECT * FROM IDENTIFIER(:t)', {'t': 'bronze.named'}).first())""");
        RecordingContext context = context("arguments", Map.of());
        new NotebookTask().run(context);
        assertThat(context.logLines())
                .contains("[Row(id=7, kind=\"it's\"), Row(id=8, kind=\"it's\")]", "2.5", "Row(n=4)");
    }

    @Test
    void aNotebookOfSqlHasItsOwnWidgets() throws Exception {
        Programs.write(workspace.root().resolve("report.sql"), """
                -- Databricks notebook source
                CREATE WIDGET TEXT least DEFAULT "3";
                CREATE WIDGET DROPDOWN kind DEFAULT "b" CHOICES SELECT * FROM VALUES ("a"), ("b")

                -- COMMAND ----------

                SELECT id, :kind AS kind FROM range(5) WHERE id >= CAST(:least AS INT)

                -- COMMAND ----------

                -- MAGIC %python
                -- MAGIC print(sorted(tuple(row) for row in _sqldf.collect()))
                """);
        RecordingContext context = context("report", Map.of("least", "4"));
        new NotebookTask().run(context);
        assertThat(context.logLines()).contains("[(4, 'b')]");
    }

    @Test
    void aFailingCellIsToldByItsNumberAndTheUsersOwnTrace() throws Exception {
        notebook(
                "failing.py",
                "def read(name):\n    return spark.table(name).count()",
                "print('before')\nread('bronze.nothing')",
                "print('after')");
        RecordingContext context = context("failing.py", Map.of());
        assertThatThrownBy(() -> new NotebookTask().run(context))
                .asInstanceOf(type(ProgramFailure.class))
                .satisfies(failure -> {
                    assertThat(failure)
                            .hasMessageStartingWith(
                                    "AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `bronze`.`nothing`")
                            .hasMessageEndingWith("(cell 1, line 2, run by cell 2)");
                    assertThat(failure.trace())
                            .contains("File \"<cell 2>\", line 2, in <module>\n    read('bronze.nothing')");
                    assertThat(failure.trace()).contains("File \"<cell 1>\", line 2, in read");
                    assertThat(failure.trace()).doesNotContain("site-packages", "IPython", "leat/");
                });
        assertThat(context.logLines()).contains("before").doesNotContain("after");
        JsonNode cells = executed(context, "failing").path("cells");
        assertThat(cells.at("/1/outputs/1/ename").asText()).isEqualTo("AnalysisException");
        assertThat(cells.get(2).path("outputs")).isEmpty();
    }

    @Test
    void aFailingStatementIsToldByItsCell() {
        notebook("failing.py", "# MAGIC %sql\n# MAGIC SELECT 1;\n# MAGIC SELECT raise_error('no')");
        assertThatThrownBy(() -> new NotebookTask().run(context("failing", Map.of())))
                .isInstanceOf(ProgramFailure.class)
                .hasMessageContaining("[USER_RAISED_EXCEPTION] no")
                .hasMessageEndingWith("(cell 1)");
    }

    @Test
    void secretsAreInNoOutput() throws Exception {
        notebook(
                "secret.py",
                "secret = dbutils.secrets.get('db', 'password')\nprint(secret)\nspark.sql(f\"SELECT '{secret}'\").show()");
        RecordingContext context = context("secret", Map.of()).withSecret("db", "password", "s3cret-word");
        new NotebookTask().run(context);
        assertThat(context.logLines()).contains("[REDACTED]").noneMatch(line -> line.contains("s3cret-word"));
        assertThat(Files.readString(context.artifacts().resolve("secret.ipynb")))
                .doesNotContain("s3cret-word");
    }

    @Test
    void whatWasRunBeforeACancelIsKept() throws Exception {
        notebook("long.py", "print('first')", "print('second')\nimport time\ntime.sleep(600)");
        RecordingContext context = context("long", Map.of());
        Running running = Programs.start(new NotebookTask(), context);
        running.awaitLine("second"::equals);
        assertThat(running.cancel()).isInstanceOf(InterruptedException.class);
        JsonNode cells = executed(context, "long").path("cells");
        assertThat(cells.at("/0/outputs/0/text/0").asText()).isEqualTo("first\n");
        assertThat(cells.at("/1/metadata/papermill/status").asText()).isEqualTo("running");
    }

    @Test
    void aStreamIsNoTableToDisplay() {
        notebook("stream.py", "display(spark.readStream.format('rate').load())");
        assertThatThrownBy(() -> new NotebookTask().run(context("stream", Map.of())))
                .hasMessage("TypeError: A stream has no rows to display. Write it to a table by"
                        + " data.writeStream...toTable(name), wait for it, and display the table. (cell 1, line 1)");
    }

    @Test
    void aMissingNotebookHasItsNeighbourNamed() {
        notebook("orders.py", "1");
        assertThatThrownBy(() -> new NotebookTask().run(context("ordres", Map.of())))
                .isInstanceOf(ProgramFailure.class)
                .hasMessage("There is no notebook ordres (tried with .ipynb, .py and .sql). Did you mean '%s'?"
                        .formatted(workspace.root().resolve("orders.py")));
    }

    private void notebook(String name, String... cells) {
        Programs.write(workspace.root().resolve(name), FIRST + String.join(NEXT, cells) + "\n");
    }

    private RecordingContext context(String path, Map<String, String> parameters) {
        Map<String, Object> body = Map.of("notebook_path", path, "base_parameters", parameters);
        return workspace.context("notebook_task", Json.write(body), Map.of());
    }

    private static JsonNode executed(RecordingContext context, String name) throws IOException {
        return Json.mapper()
                .readTree(context.artifacts().resolve(name + ".ipynb").toFile());
    }
}
