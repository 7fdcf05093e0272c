package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.Libraries;
import io.leat.jobs.task.ProgramFailure;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelTaskTest {
    private static final String CODE = """
            import argparse

            def main():
                parser = argparse.ArgumentParser()
                parser.add_argument("--day")
                parser.add_argument("--table")
                asked = parser.parse_args()
                from pyspark.sql import SparkSession
                spark = SparkSession.builder.getOrCreate()
                spark.range(3).write.saveAsTable(asked.table)
                print(asked.day, spark.table(asked.table).count())

            def fails():
                raise LookupError("no day")
            """;

    private TestWorkspace workspace;

    @BeforeAll
    static void python() throws InterruptedException {
        Programs.assumeEnvironment();
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        workspace = new TestWorkspace(folder);
        Programs.wheel(folder, "sales_job", "0.3", CODE, "[console_scripts]\nsales = sales_job:main\n");
        workspace.give(new Libraries(
                List.of(), List.of(), List.of("sales_job-0.3-py3-none-any.whl"), List.of(), List.of(), List.of()));
    }

    @Test
    void anEntryPointGetsNamedParameters() throws InterruptedException {
        RecordingContext context = run("sales", Map.of("day", "2026-01-01", "table", "gold.sales"));
        assertThat(context.logLines()).last().isEqualTo("2026-01-01 3");
        assertThat(workspace.rows("gold.sales").count()).isEqualTo(3);
    }

    @Test
    void aFailureIsInTheCodeOfThePackage() {
        assertThatThrownBy(() -> run("fails", Map.of()))
                .isInstanceOf(ProgramFailure.class)
                .hasMessage("LookupError: no day (__init__.py line 14)");
    }

    @Test
    void theNearestEntryPointIsNamed() {
        assertThatThrownBy(() -> run("sale", Map.of()))
                .isInstanceOf(ProgramFailure.class)
                .hasMessage("The package sales_job has no entry point sale; did you mean sales?.");
    }

    private RecordingContext run(String entryPoint, Map<String, String> named) throws InterruptedException {
        return workspace.run(
                new WheelTask(),
                "python_wheel_task",
                Map.of("package_name", "sales_job", "entry_point", entryPoint, "named_parameters", named));
    }
}
