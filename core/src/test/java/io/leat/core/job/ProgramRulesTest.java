package io.leat.core.job;

import static io.leat.core.job.JobFiles.told;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark_python_task: {python_file: etl.py, parameters: [a, '{{job.run_id}}']}",
                "spark_python_task: {python_file: a.py}, libraries: [{pypi: {package: x==1}}, {whl: a.whl}]",
                "python_wheel_task: {package_name: p, entry_point: main, named_parameters: {day: '1'}}",
                "notebook_task: {notebook_path: ./report, base_parameters: {day: '1'}, source: WORKSPACE}",
                "spark_jar_task: {main_class_name: a.B, parameters: [x]}, libraries: [{jar: a.jar}]",
                "sql_task: {file: {path: report.sql}, parameters: {day: '1'}}",
                "sql_task: {file: {path: report.sql}, warehouse_id: w}"
            })
    void programsAreTaken(String task) {
        assertThat(told("tasks: [{task_key: a, %s}]".formatted(task))).isEmpty();
    }

    @Test
    void aProgramSaysWhatToRun() {
        assertThat(told("tasks: [{task_key: a, spark_python_task: {python_file: ' '}}]"))
                .containsExactly("job.yaml:1:56: python_file is empty.");
        assertThat(told("tasks: [{task_key: a, spark_jar_task: {parameters: [x]}}]"))
                .containsExactly("job.yaml:1:39: spark_jar_task needs main_class_name, such as main_class_name:"
                        + " com.example.Main.");
        assertThat(told("tasks: [{task_key: a, sql_task: {warehouse_id: w}}]"))
                .containsExactly("job.yaml:1:33: sql_task needs file, such as file: {path: report.sql}.");
    }

    @Test
    void whatOnlyAWarehouseHasIsRefused() {
        assertThat(told("tasks: [{task_key: a, sql_task: {query: {query_id: q}}}]"))
                .containsExactly("job.yaml:1:34: query is not carried out by this version of Leat; write the text of"
                        + " the query to a file and give it as file: {path: …}.");
    }

    @Test
    void aParameterOfSqlHasANameThatSqlCanWrite() {
        assertThat(told("tasks: [{task_key: a, sql_task: {file: {path: x}, parameters: {a-b: c}}}]"))
                .containsExactly(
                        "job.yaml:1:64: A parameter of SQL is named by letters, digits and _, to stand as :name;"
                                + " a-b is not.");
    }

    @Test
    void parametersOfAWheelAreOfOneKind() {
        assertThat(
                        told(
                                "tasks: [{task_key: a, python_wheel_task: {package_name: p, entry_point: e, parameters: [a], named_parameters: {b: c}}}]"))
                .containsExactly(
                        "job.yaml:1:93: parameters and named_parameters exclude each other; give one of them.");
    }

    @Test
    void librariesAreForWhatCanUseThem() {
        assertThat(told("tasks: [{task_key: a, spark_python_task: {python_file: a}, libraries: [{jar: a.jar}]}]"))
                .containsExactly("job.yaml:1:73: A library of kind jar is for spark_jar_task alone.");
        assertThat(told("tasks: [{task_key: a, sql_task: {file: {path: x}}, libraries: [{whl: a.whl}]}]"))
                .containsExactly("job.yaml:1:65: A library of kind whl is for spark_python_task, python_wheel_task,"
                        + " notebook_task alone.");
        assertThat(told("tasks: [{task_key: a, spark_jar_task: {main_class_name: M}, libraries: [{egg: a}]}]"))
                .contains("job.yaml:1:74: egg is not carried out by this version of Leat; without it, the job can be"
                        + " run.");
    }

    @Test
    void anEnvironmentIsOneOfTheJobs() {
        String job = "environments: [{environment_key: base, spec: {client: '2', dependencies: [x]}}]\n"
                + "tasks: [{task_key: a, %s: {%s: a}, environment_key: %s}]";

        assertThat(told(job.formatted("spark_python_task", "python_file", "base")))
                .isEmpty();
        assertThat(told(job.formatted("spark_python_task", "python_file", "bas")))
                .containsExactly("job.yaml:2:77: bas is no environment of this job; did you mean base?");
        assertThat(told(job.formatted("persist_task", "input", "base")))
                .contains("job.yaml:2:49: An environment is for tasks that run Python or JARs alone.");
    }
}
