package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.jobs.testing.Processes;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonCancelTest {
    private TestWorkspace workspace;

    @BeforeAll
    static void python() throws InterruptedException {
        Programs.assumeEnvironment();
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        workspace = new TestWorkspace(folder);
    }

    /** The program, a child that ignores SIGTERM, and a grandchild that has left for a session of its own. */
    @Test
    void noProcessOfACancelledProgramIsLeft() throws InterruptedException {
        RecordingContext context = Programs.script(workspace, """
                import os, signal, subprocess
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                child = subprocess.Popen(["bash", "-c", "trap '' TERM; setsid sleep 600 & echo ids $! $$; sleep 600"],
                                         stdout=subprocess.PIPE, text=True)
                print(child.stdout.readline().strip(), os.getpid())
                while True:
                    pass
                """);
        Running running = Programs.start(new PythonTask(), context);
        String line = running.awaitLine(text -> text.startsWith("ids "));
        List<Long> ids =
                Arrays.stream(line.substring(4).split(" ")).map(Long::valueOf).toList();
        assertThat(ids).hasSize(3).allMatch(Processes::isAlive);
        assertThat(running.cancel()).isInstanceOf(InterruptedException.class);
        assertThat(ids).noneMatch(Processes::isAlive);
    }

    @Test
    void theQueriesOfACancelledProgramEnd() throws InterruptedException {
        RecordingContext context = Programs.script(workspace, """
                from pyspark.sql import SparkSession
                spark = SparkSession.builder.getOrCreate()
                print("asking", flush=True)
                spark.sql("select sum(a.id * 1.5 * b.id) from range(3000000) a cross join range(3000000) b").show()
                """);
        Running running = Programs.start(new PythonTask(), context);
        running.awaitLine("asking"::equals);
        SparkContext spark = workspace.spark().sparkContext();
        await(spark, 1);
        assertThat(running.cancel()).isInstanceOf(InterruptedException.class);
        await(spark, 0);
    }

    @Test
    void sparkJobsOfAProgramBelongToTheTaskRun() throws Exception {
        SparkContext spark = workspace.spark().sparkContext();
        List<String> groups = new CopyOnWriteArrayList<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                Properties properties = start.properties();
                groups.add(properties.getProperty("spark.jobGroup.id") + " "
                        + properties.getProperty("spark.scheduler.pool") + " " + properties.getProperty("mdc.leat"));
            }
        };
        spark.addSparkListener(listener);
        spark.setJobGroup("task-run-1", "a task run", true);
        spark.setLocalProperty("spark.scheduler.pool", "slot-3");
        spark.setLocalProperty("mdc.leat", "task-run-1");
        try {
            Programs.run(workspace, """
                    from pyspark.sql import SparkSession
                    spark = SparkSession.builder.getOrCreate()
                    spark.range(10).repartition(2).write.csv("numbers")
                    spark.read.csv("numbers", inferSchema=True).schema
                    spark.range(10).repartition(2).count()
                    """);
            spark.listenerBus().waitUntilEmpty();
            assertThat(groups).hasSizeGreaterThan(3).containsOnly("task-run-1 slot-3 task-run-1");
        } finally {
            spark.clearJobGroup();
            spark.setLocalProperty("spark.scheduler.pool", null);
            spark.setLocalProperty("mdc.leat", null);
            spark.removeSparkListener(listener);
        }
    }

    private static void await(SparkContext spark, int jobs) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (Math.min(1, spark.statusTracker().getActiveJobIds().length) != jobs) {
            assertThat(System.nanoTime()).as("waiting for %d active jobs", jobs).isLessThan(end);
            Thread.sleep(20);
        }
    }
}
