package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Minted;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.jobs.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(300)
class AgentTest {
    @TempDir
    Path workspace;

    private RunningAgent agent;
    private FakeControlPlane controlPlane;

    /** What the first query of a JVM costs is not what is tried here. */
    @BeforeAll
    static void givenASparkThatHasWorked(@TempDir Path elsewhere) {
        SparkSession session = TestSpark.session(elsewhere.resolve("warehouse"));
        String out = elsewhere.resolve("out").toString();
        session.range(1).write().parquet(out);
        assertThat(session.read().parquet(out).count()).isOne();
    }

    @BeforeEach
    void givenAnAgent() {
        agent = new RunningAgent(workspace);
        controlPlane = agent.controlPlane;
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void aTaskWritesAndTellsInOrder() throws Exception {
        Path out = workspace.resolve("out");
        agent.run(1, context -> {
            context.activity("writing");
            Minted minted = context.mint(Batch.TARGET, "s.t", WriteMode.APPEND, Manifest.EMPTY, "code");
            context.log("batch " + minted.batch().batchId());
            context.spark().range(10).write().parquet(out.toString());
            context.counts(Map.of(
                    "rows", context.spark().read().parquet(out.toString()).count()));
        });

        assertThat(controlPlane.awaitFinish(1)).isEqualTo(new Finish(Outcome.SUCCESS, "", null));
        assertThat(controlPlane.events().stream().map(AgentEvent::kind).filter(kind -> kind != Kind.PROGRESS))
                .containsExactly(Kind.STARTED, Kind.LOG, Kind.COUNTS, Kind.COUNTS, Kind.FINISHED);
        assertThat(controlPlane.events(1, Kind.COUNTS).get(0).counts()).isEqualTo(Map.of("rows", 10L));
        assertThat(controlPlane.events(1, Kind.LOG).get(0).lines()).containsExactly("batch batch-1");
        assertThat(controlPlane.events(1, Kind.PROGRESS)).isNotEmpty();
    }

    @Test
    void lostRequestsAndAnswersRunNothingTwice() throws Exception {
        controlPlane.lose(30);
        AtomicInteger ran = new AtomicInteger();
        for (int id = 1; id <= 20; id++) {
            agent.run(id, context -> {
                ran.incrementAndGet();
                context.log("one");
                context.mint(Batch.TARGET, "s.t", WriteMode.APPEND, Manifest.EMPTY, "code");
                context.log("two");
            });
        }

        for (int id = 1; id <= 20; id++) {
            assertThat(controlPlane.awaitFinish(id).outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(controlPlane.events(id, Kind.STARTED)).hasSize(1);
            assertThat(controlPlane.events(id, Kind.FINISHED)).hasSize(1);
            assertThat(lines(id)).containsExactly("one", "two");
        }

        assertThat(ran).hasValue(20);
        List<AgentEvent> events = controlPlane.events();
        assertThat(events.stream().map(AgentEvent::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
    }

    @Test
    void aControlPlaneThatComesBackElsewhereFindsTheTaskRunning() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        agent.run(1, context -> {
            started.countDown();
            back.await();
            context.log("after");
        });
        started.await();
        controlPlane.crash();
        controlPlane.start();
        back.countDown();

        assertThat(controlPlane.awaitFinish(1).outcome()).isEqualTo(Outcome.SUCCESS);
        controlPlane.await(c -> c.registrations().size() >= 2);
        assertThat(controlPlane.events(1, Kind.STARTED)).hasSize(1);
    }

    @Test
    void cancelEndsARunningSparkJob() throws Exception {
        agent.run(
                1,
                context -> context.spark()
                        .range(0, 1_000_000, 1, 8)
                        .selectExpr("reflect('java.lang.Thread', 'sleep', 1000L) as x")
                        .foreachPartition((ForeachPartitionFunction<Row>) rows -> rows.forEachRemaining(row -> {})));
        controlPlane.await(c -> c.events(1, Kind.PROGRESS).stream()
                .anyMatch(event -> event.progress().total() > 0));
        long told = System.nanoTime();
        controlPlane.cancel(1);

        assertThat(controlPlane.awaitFinish(1).outcome()).isEqualTo(Outcome.CANCELED);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - told)).isLessThan(5000);
    }

    @Test
    void canceledIsNotSaidWhileTheTaskStillRuns() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(2);
        CountDownLatch obey = new CountDownLatch(1);
        agent.run(1, context -> {
            started.countDown();
            while (obey.getCount() > 0) {
                try {
                    obey.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }

            throw new InterruptedException();
        });
        started.await();
        controlPlane.cancel(1);
        interrupted.await();
        assertThat(controlPlane.events(1, Kind.FINISHED)).isEmpty();
        obey.countDown();

        assertThat(controlPlane.awaitFinish(1).outcome()).isEqualTo(Outcome.CANCELED);
    }

    @Test
    void theHigherFenceReplacesTheHolder() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        agent.run(1, context -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        controlPlane.await(c -> !c.events(1, Kind.STARTED).isEmpty());
        started.await();
        agent.run(1, context -> context.log("second"));
        controlPlane.await(c -> c.events(1, Kind.FINISHED).size() == 2);

        assertThat(controlPlane.events(1, Kind.FINISHED).stream()
                        .map(event -> event.finish().outcome()))
                .containsExactly(Outcome.CANCELED, Outcome.SUCCESS);
    }

    @Test
    void secretsDoNotLeave() throws Exception {
        agent.run(1, Map.of(), List.of("p/ss wörd"), context -> {
            context.activity("reading with p/ss wörd");
            context.log("url: jdbc:x?password=p%2Fss+w%C3%B6rd");
            context.log("basic cC9zcyB3w7ZyZA==");
            context.counts(Map.of("p/ss wörd", 1L));
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "Login with p/ss wörd failed.");
        });

        Finish finish = controlPlane.awaitFinish(1);
        assertThat(finish.message()).isEqualTo("Login with [REDACTED] failed.");
        assertThat(lines(1)).containsExactly("url: jdbc:x?password=[REDACTED]", "basic [REDACTED]");
        assertThat(controlPlane.events().toString()).doesNotContain("wörd").contains("[REDACTED]=1");
    }

    @Test
    void tasksSideBySideSeeTheirOwnSettings() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        for (int id = 1; id <= 2; id++) {
            String mine = "value-" + id;
            agent.run(id, Map.of("spark.sql.x", mine, "spark.sql.shuffle.partitions", "" + id), List.of(), context -> {
                meet(both);
                context.spark().range(1).createOrReplaceTempView("mine");
                meet(both);
                context.log(context.spark().conf().get("spark.sql.x"));
                context.log(
                        context.spark().sql("select current_timezone()").first().getString(0));
                context.log(""
                        + context.spark()
                                .sql("select count(*) from range(9) group by id")
                                .javaRDD()
                                .getNumPartitions());
            });
        }

        for (int id = 1; id <= 2; id++) {
            assertThat(controlPlane.awaitFinish(id).message()).isEmpty();
            assertThat(lines(id)).startsWith("value-" + id, "UTC");
        }
    }

    private List<String> lines(long taskRunId) {
        return controlPlane.events(taskRunId, Kind.LOG).stream()
                .flatMap(event -> event.lines().stream())
                .toList();
    }

    private static void meet(CyclicBarrier both) throws InterruptedException {
        try {
            both.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failuresAreToldInOneLine() throws Exception {
        agent.run(1, context -> context.spark().sql("select nosuch from range(3)"));
        agent.run(
                2,
                context -> context.spark()
                        .sql("select assert_true(id < 0) from range(3)")
                        .collectAsList());
        agent.run(3, Map.of("spark.executor.memory", "1g"), List.of(), context -> {});

        Finish analysis = controlPlane.awaitFinish(1);
        assertThat(analysis.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(analysis.message())
                .contains("`nosuch` cannot be resolved")
                .doesNotContain("\n")
                .doesNotContain("'Project");
        assertThat(analysis.trace()).contains("AnalysisException");
        assertThat(controlPlane.awaitFinish(2).message())
                .contains("'(id < 0)' is not true!")
                .doesNotContain("Driver stacktrace");
        assertThat(controlPlane.awaitFinish(3).message())
                .startsWith("The Spark setting spark.executor.memory cannot be set for one task:")
                .endsWith("Settings of the whole driver belong in the cluster's spark_conf.");
    }

    @Test
    void errorsOnTheTasksThreadsReachItsLog() throws Exception {
        agent.run(1, context -> {
            LoggerFactory.getLogger("io.leat.Somewhere").error("on the task's thread");
            context.spark().range(1).foreach((ForeachFunction<Long>)
                    id -> LoggerFactory.getLogger("io.leat.Elsewhere").error("on Spark's thread"));
            LoggerFactory.getLogger("io.leat.Somewhere").info("not an error");
        });
        LoggerFactory.getLogger("io.leat.Somewhere").error("on the test's thread");

        assertThat(controlPlane.awaitFinish(1)).isEqualTo(new Finish(Outcome.SUCCESS, "", null));
        assertThat(lines(1))
                .contains("ERROR Somewhere: on the task's thread", "ERROR Elsewhere: on Spark's thread")
                .noneMatch(line -> line.contains("test's thread") || line.contains("not an error"));
    }

    @Test
    void aJobThatIsCutOffWhileItWaitsForASlotNeverStarts() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        for (int id = 1; id <= 2; id++) {
            agent.run(id, context -> go.await());
        }

        controlPlane.await(c -> !c.events(1, Kind.STARTED).isEmpty()
                && !c.events(2, Kind.STARTED).isEmpty());
        agent.run(3, context -> {});
        controlPlane.cancel(3);

        assertThat(controlPlane.awaitFinish(3).outcome()).isEqualTo(Outcome.CANCELED);
        assertThat(controlPlane.events(3, Kind.STARTED)).isEmpty();
        go.countDown();
        controlPlane.awaitFinish(1);
        controlPlane.awaitFinish(2);
    }

    @Test
    void aDriverThatIsTerminatedTellsThatItWasNotTheTask() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        agent.run(1, context -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        started.await();
        agent.terminate();

        Finish finish = controlPlane.awaitFinish(1);
        assertThat(finish.outcome()).isEqualTo(Outcome.INTERNAL_ERROR);
        assertThat(finish.message()).isEqualTo("The driver was told to end while the task ran.");
    }

    @Test
    void leavesWhenToldTo() throws Exception {
        controlPlane.tellToStop();

        assertThat(agent.end().get()).isEqualTo(Agent.Leaving.TOLD);
    }
}
