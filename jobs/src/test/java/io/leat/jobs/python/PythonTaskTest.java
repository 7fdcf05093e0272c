package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import io.leat.core.error.LeatException;
import io.leat.jobs.task.ProgramFailure;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonTaskTest {
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
    void aPlainScriptWritesTablesOfTheWorkspace() throws InterruptedException {
        RecordingContext context = Programs.run(workspace, """
                import sys
                from pyspark.sql import SparkSession, functions as F

                spark = SparkSession.builder.master("local[*]").appName("people").enableHiveSupport().getOrCreate()
                spark.sql("create schema if not exists bronze")
                people = spark.createDataFrame([(1, "Ada"), (2, "Alan")], "id int, name string")
                people.write.saveAsTable("bronze.people")
                people.withColumn("id", F.col("id") + 2).write.mode("append").saveAsTable("bronze.people")
                people.write.insertInto("bronze.people")
                spark.sql("insert into bronze.people values (9, 'Grace')")
                spark.sql('''merge into bronze.people p using (select 9 as id, 'Hopper' as name) s on p.id = s.id
                             when matched then update set name = s.name''')
                print(spark.table("bronze.people").count(), sys.argv[1:])
                spark.stop()
                SparkSession.builder.getOrCreate().table("bronze.people").write.saveAsTable("bronze.copy")
                """, "--day", "2026-01-01");
        assertThat(context.logLines()).containsExactly("7 ['--day', '2026-01-01']");
        assertThat(context.output())
                .hasToString("{\"logs\":\"7 ['--day', '2026-01-01']\\n\",\"logs_truncated\":false}");
        assertThat(workspace.rows("bronze.people").where("name = 'Hopper'").count())
                .isEqualTo(1);
        assertThat(workspace.rows("bronze.copy").count()).isEqualTo(7);
    }

    @Test
    void relativePathsCountFromTheFolderOfTheJob() throws InterruptedException {
        Programs.write(workspace.root().resolve("numbers.csv"), "n\n1\n2\n");
        RecordingContext context = Programs.run(workspace, """
                from pyspark.sql import SparkSession
                spark = SparkSession.builder.getOrCreate()
                print(open("numbers.csv").readline().strip())
                spark.read.csv("numbers.csv", header=True).write.parquet("out/numbers")
                print(spark.read.parquet("out/numbers").count())
                """);
        assertThat(context.logLines()).containsExactly("n", "2");
        assertThat(workspace.root().resolve("out/numbers/_SUCCESS")).exists();
    }

    @Test
    void functionsOfPythonRunInTheTasksEnvironment() throws InterruptedException {
        RecordingContext context = Programs.run(workspace, """
                import pandas as pd, sys
                from pyspark.sql import SparkSession
                from pyspark.sql.functions import pandas_udf, udf

                spark = SparkSession.builder.getOrCreate()
                twice = udf(lambda x: x * 2, "long")
                where = pandas_udf(lambda s: pd.Series([__import__("sys").prefix] * len(s)), "string")
                row = spark.range(3, 4).select(twice("id"), where("id")).first()
                print(row[0], row[1] == sys.prefix)
                print(spark.conf.get("spark.sql.session.timeZone"), spark.range(2).toPandas()["id"].sum())
                """);
        assertThat(context.logLines()).containsExactly("6 True", "UTC 1");
    }

    @Test
    void aStreamCallsBackIntoTheTasksEnvironment() throws InterruptedException {
        assumeTrue(
                String.valueOf(System.getenv("PYSPARK_PYTHON")).endsWith("leat-worker"), "not started as a driver is");
        RecordingContext context = Programs.run(workspace, """
                import os
                from pyspark.sql import SparkSession
                spark = SparkSession.builder.getOrCreate()
                spark.range(5).write.saveAsTable("bronze.events")

                def keep(batch, number):
                    batch.write.mode("append").saveAsTable("silver.events")

                stream = spark.readStream.table("bronze.events").writeStream.foreachBatch(keep)
                stream.option("checkpointLocation", os.path.abspath("stream")).trigger(availableNow=True).start().awaitTermination()
                print(spark.table("silver.events").count())
                """);
        assertThat(context.logLines()).last().isEqualTo("5");
    }

    @Test
    void aFailureIsOneLineAndTheUsersOwnTrace() {
        RecordingContext context = Programs.script(workspace, """
                from pyspark.sql import SparkSession
                def read():
                    return SparkSession.builder.getOrCreate().table("bronze.nothing").count()
                print("before")
                read()
                """);
        assertThatThrownBy(() -> new PythonTask().run(context))
                .asInstanceOf(type(ProgramFailure.class))
                .satisfies(failure -> {
                    assertThat(failure)
                            .hasMessageStartingWith(
                                    "AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `bronze`.`nothing`")
                            .hasMessageEndingWith("(script.py line 3)");
                    assertThat(failure.trace()).contains("line 5, in <module>", "line 3, in read");
                    assertThat(failure.trace()).doesNotContain("site-packages", "leat/run.py");
                });
        assertThat(context.output().path("logs").asText()).isEqualTo("before\n");
    }

    @Test
    void whatSparkConnectDoesNotHaveIsSaid() {
        RecordingContext context = Programs.script(workspace, "from pyspark import SparkContext\n");
        assertThatThrownBy(() -> new PythonTask().run(context))
                .hasMessage(
                        "ImportError: cannot import name 'SparkContext' from 'pyspark'; programs reach Spark by Spark"
                                + " Connect, which has no SparkContext and no RDDs (script.py line 1)");
    }

    @Test
    void aKilledProcessNamesTheSignalAndMemory() {
        RecordingContext context = Programs.script(workspace, "import os\nos.kill(os.getpid(), 9)\n");
        assertThatThrownBy(() -> new PythonTask().run(context))
                .isInstanceOf(ProgramFailure.class)
                .hasMessageStartingWith("The Python process was killed by SIGKILL.")
                .hasMessageContaining("memory");
    }

    @Test
    void aProgramThatLeavesWithoutAWordNamesItsStatus() {
        RecordingContext context = Programs.script(workspace, "import os\nos._exit(7)\n");
        assertThatThrownBy(() -> new PythonTask().run(context))
                .isInstanceOf(ProgramFailure.class)
                .hasMessage("The program ended with status 7.");
    }

    @Test
    void valuesAndSecretsGoThroughTheDriver() throws InterruptedException {
        RecordingContext context = Programs.script(workspace, """
                        from leat.channel import Channel, NotThere
                        channel = Channel.of()
                        task = channel.task()
                        print(task["task_key"], task["parameters"], channel.value("before", "rows"))
                        channel.set_value("rows", {"good": 3})
                        print(len(channel.secret("db", "password")))
                        try:
                            channel.secret("db", "user")
                        except NotThere as e:
                            print(e)
                        """, "a")
                .withValue("before", "rows", IntNode.valueOf(41))
                .withSecret("db", "password", "s3cret");
        new PythonTask().run(context);
        assertThat(context.logLines())
                .containsExactly("spark_python_task ['a'] 41", "6", "there is no secret user in the scope db");
        assertThat(context.values().get("rows")).hasToString("{\"good\":3}");
    }

    @Test
    void tokensOfTheDriverAreHidden() throws InterruptedException {
        RecordingContext context = Programs.run(workspace, """
                import os
                print(os.environ["SPARK_REMOTE"])
                print(os.environ["LEAT_CHANNEL_TOKEN"])
                print([n for n in os.environ if n in ("LEAT_AGENT_TOKEN", "LEAT_RENDEZVOUS")])
                """);
        assertThat(context.logLines().get(0)).contains("/;token=[REDACTED];");
        assertThat(context.logLines().subList(1, 3)).containsExactly("[REDACTED]", "[]");
    }

    @Test
    void nobodyJoinsWithoutTheToken() {
        RecordingContext context = Programs.script(workspace, """
                import os, re
                from pyspark.sql import SparkSession
                wrong = re.sub("token=[^;]*", "token=wrong", os.environ["SPARK_REMOTE"])
                SparkSession.builder.remote(wrong).getOrCreate().range(1).count()
                """);
        assertThatThrownBy(() -> new PythonTask().run(context)).hasMessageContaining("UNAUTHENTICATED");
    }

    @Test
    void aMissingFileHasItsNeighbourNamed() {
        Programs.write(workspace.root().resolve("report.py"), "");
        assertThatThrownBy(
                        () -> workspace.run(new PythonTask(), "spark_python_task", Map.of("python_file", "reprot.py")))
                .isInstanceOf(LeatException.class)
                .hasMessage("The python_file reprot.py does not exist; did you mean report.py?"
                        + " A relative path is taken from the folder of the job file.");
    }
}
