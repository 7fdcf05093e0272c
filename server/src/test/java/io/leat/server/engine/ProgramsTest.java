package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Libraries.PyPi;
import io.leat.core.cluster.Lookup;
import io.leat.core.cluster.QueryResult;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import io.leat.core.run.ResultState;
import io.leat.core.value.Secrets;
import io.leat.server.launch.DriverSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the user's, each with a driver for itself. */
class ProgramsTest {
    private static final Secrets SECRETS =
            (scope, key) -> scope.equals("db") && key.equals("password") ? Optional.of("hunter2") : Optional.empty();

    @TempDir
    private Path folder;

    private GivenEngine given;

    @BeforeEach
    void givenAnEngine() {
        given = new GivenEngine(folder, Duration.ofMinutes(1), SECRETS, System::currentTimeMillis);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private DriverSpec spec(int number) {
        return given.launcher.started.get(number).spec;
    }

    @Test
    void sqlSharesADriverAndPythonHasItsOwn() {
        given.run("""
                tasks:
                  - {task_key: ingest, ingest_task: {source: {format: json, path: data}, target: bronze.clicks}}
                  - {task_key: report, sql_task: {file: {path: report.sql}}}
                """);
        PlayedDriver shared = given.driver(0);
        assertThat(shared.poll().run()).extracting(Assignment::kind).containsExactly("ingest_task", "sql_task");
        assertThat(spec(0).slots()).isGreaterThan(1);
        assertThat(spec(0).sparkConf()).doesNotContainKey("spark.leat.alone");

        given.run("{name: other, tasks: [{task_key: p, spark_python_task: {python_file: a.py}}]}");
        PlayedDriver alone = given.driver(1);
        assertThat(alone.take().kind()).isEqualTo("spark_python_task");
        assertThat(spec(1).slots()).isEqualTo(1);
        assertThat(spec(1).sparkConf()).containsEntry("spark.leat.alone", "true");
    }

    @Test
    void programsRunSideBySideInDriversOfTheirOwn() {
        long runId = given.run("""
                tasks:
                  - {task_key: a, spark_python_task: {python_file: a.py}}
                  - {task_key: b, notebook_task: {notebook_path: b}}
                """);
        PlayedDriver one = given.driver(0);
        Assignment first = one.take();
        PlayedDriver other = given.driver(1);
        Assignment second = other.take();
        assertThat(List.of(first.taskKey(), second.taskKey())).containsExactly("a", "b");
        one.finish(first, Outcome.SUCCESS, "");
        other.finish(second, Outcome.SUCCESS, "");

        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(given.launcher.started).hasSize(2);
    }

    @Test
    void aProgramWaitsForAnotherWhereTheBudgetHasRoomForNoMoreDrivers() {
        given.run("""
                tasks:
                  - {task_key: a, spark_python_task: {python_file: a.py}}
                  - {task_key: b, spark_python_task: {python_file: b.py}}
                  - {task_key: c, spark_python_task: {python_file: c.py}}
                """);
        PlayedDriver one = given.driver(0);
        Assignment first = one.take();
        given.driver(1).take();
        assertThat(given.launcher.started).hasSize(2);

        one.finish(first, Outcome.SUCCESS, "");

        assertThat(one.take().taskKey()).isEqualTo("c");
        assertThat(given.launcher.started).hasSize(2);
    }

    @Test
    void aDriverThatRanAJarLeavesAndAnotherTakesItsPlace() {
        given.run("tasks: [{task_key: j, spark_jar_task: {main_class_name: M}}]");
        PlayedDriver driver = given.driver(0);
        driver.finish(driver.take(), Outcome.SUCCESS, "");

        assertThat(driver.poll().stop()).isTrue();
        GivenEngine.await(() -> given.launcher.started.size() == 2);
        assertThat(spec(1).sparkConf()).isEqualTo(spec(0).sparkConf());
        given.run("tasks: [{task_key: k, spark_jar_task: {main_class_name: M}}]");
        assertThat(given.driver(1).take().taskKey()).isEqualTo("k");
    }

    @Test
    void aDriverWhoseProgramWasCancelledLeavesToo() {
        long runId = given.run("tasks: [{task_key: p, spark_python_task: {python_file: a.py}}]");
        PlayedDriver driver = given.driver(0);
        Assignment program = driver.take();
        given.engine().jobs().cancel(runId);
        assertThat(driver.poll().cancel()).containsExactly(program.taskRunId());
        driver.finish(program, Outcome.CANCELED, "");

        assertThat(driver.poll().stop()).isTrue();
        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.CANCELED);
    }

    @Test
    void aProgramIsToldWhatItNeeds() {
        given.run("""
                environments: [{environment_key: e, spec: {client: "2", dependencies: [polars]}}]
                tasks:
                  - task_key: p
                    spark_python_task: {python_file: a.py, parameters: ["{{job.parameters.day}}"]}
                    libraries: [{pypi: {package: requests}}]
                    environment_key: e
                parameters: [{name: day, default: "2026-01-01"}]
                """);

        Assignment program = given.driver(0).take();

        assertThat(program.libraries().pypi()).containsExactly(new PyPi("requests", null));
        assertThat(program.libraries().dependencies()).containsExactly("polars");
        assertThat(program.body().path("parameters").path(0).asText()).isEqualTo("2026-01-01");
    }

    @Test
    void aProgramLearnsWhatTasksBeforeItHaveSetAndSecrets() {
        given.run("""
                tasks:
                  - {task_key: a, spark_python_task: {python_file: a.py}}
                  - {task_key: b, depends_on: [{task_key: a}], spark_python_task: {python_file: b.py}}
                """);
        PlayedDriver driver = given.driver(0);
        driver.finish(driver.take(), Map.of("rows", IntNode.valueOf(7)));
        Assignment b = driver.take();

        assertThat(lookUp(driver, b, b.fence(), Lookup.Kind.TASK_VALUE, "a", "rows"))
                .isEqualTo(new Lookup.Found(IntNode.valueOf(7)));
        assertThat(lookUp(driver, b, b.fence(), Lookup.Kind.TASK_VALUE, "a", "other"))
                .isEqualTo(new Lookup.Found(null));
        assertThat(lookUp(driver, b, b.fence(), Lookup.Kind.TASK_VALUE, "none", "rows"))
                .isEqualTo(new Lookup.Found(null));
        assertThat(lookUp(driver, b, b.fence(), Lookup.Kind.SECRET, "db", "password")
                        .value())
                .hasToString("\"hunter2\"");
        assertThatThrownBy(() -> lookUp(driver, b, b.fence() + 1, Lookup.Kind.SECRET, "db", "password"))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("does not hold task run " + b.taskRunId());
    }

    private Lookup.Found lookUp(
            PlayedDriver driver, Assignment asker, long fence, Lookup.Kind kind, String from, String name) {
        return given.engine().agents().lookUp(new Lookup(driver.driverId, asker.taskRunId(), fence, kind, from, name));
    }

    @Test
    void whatAProgramLeavesIsItsOutput() {
        long runId = given.run("tasks: [{task_key: n, notebook_task: {notebook_path: n}}]");
        PlayedDriver driver = given.driver(0);
        Assignment notebook = driver.take();
        ObjectNode output = Json.object();
        output.putObject("notebook_output").put("result", "42").put("truncated", false);
        driver.finish(notebook, new Finish(Outcome.SUCCESS, "", null, Map.of(), output));

        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(given.engine().jobs().output(notebook.taskRunId()).own()).isEqualTo(output);
    }

    @Test
    void whatAProgramWasSeenToWriteIsToldAndWhatATaskDeclaresIsNot() {
        long runId = given.run("tasks: [{task_key: p, spark_python_task: {python_file: a.py}}]");
        PlayedDriver driver = given.driver(0);
        Assignment program = driver.take();
        Dataset output = new Dataset(Dataset.Kind.TABLE, "gold.best", 3L);
        Observed seen = new Observed(Observed.Operation.APPEND, 2L, List.of());
        driver.lineage(program, new Lineage(output, List.of(), List.of(), seen));
        driver.lineage(program, new Lineage(output, List.of(), List.of()));
        driver.finish(program, Outcome.SUCCESS, "");

        List<ObjectNode> events = new ArrayList<>();
        given.engine()
                .runFeed()
                .subscribe(runId, 0, event -> events.add(event.json()))
                .close();
        assertThat(events)
                .filteredOn(event -> event.path("type").asText().equals("write"))
                .singleElement()
                .extracting(event -> event.path("write").toString())
                .isEqualTo("{\"table\":\"gold.best\",\"version\":3,\"rows\":2}");
    }

    @Test
    void questionsAreNotAskedOfADriverThatServesAProgram() {
        given.run("tasks: [{task_key: p, spark_python_task: {python_file: a.py}}]");
        PlayedDriver alone = given.driver(0);
        alone.take();

        CompletableFuture<QueryResult> answer = given.engine().data().sql("SELECT 1", 10);

        GivenEngine.await(() -> given.launcher.started.size() == 2);
        assertThat(spec(1).sparkConf()).doesNotContainKey("spark.leat.alone");
        assertThat(answer).isNotDone();
    }

    @Test
    void aQuestionIsRefusedWhereProgramsHaveAllDriversThereCanBe() {
        given.run("""
                tasks:
                  - {task_key: a, spark_python_task: {python_file: a.py}}
                  - {task_key: b, spark_python_task: {python_file: b.py}}
                """);
        given.driver(0).take();
        given.driver(1).take();

        assertThatThrownBy(() -> given.engine().data().sql("SELECT 1", 10).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("No driver is free to answer: all 2 that the memory budget has room for");
    }
}
