package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.json.Json;
import io.leat.jobs.python.PythonOrder;
import io.leat.jobs.python.PythonRunner;
import io.leat.jobs.testing.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program as an agent runs it: what it asks of Spark is the task run's, and so is how it ends. */
@Timeout(300)
class ProgramRunTest {
    private static final String PACKAGE =
            Path.of("../python").toAbsolutePath().normalize().toString();

    @TempDir
    Path workspace;

    private RunningAgent agent;
    private FakeControlPlane controlPlane;

    @BeforeAll
    static void givenPython() {
        Stream<String> path = Stream.of(System.getenv("PATH").split(File.pathSeparator));
        assumeTrue(path.anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3"))), "there is no python3");
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
    void whatSparkDoesForAProgramIsTheTaskRunsProgress() throws Exception {
        run("""
                from pyspark.sql import SparkSession
                print(SparkSession.builder.getOrCreate().range(100).repartition(3).count())
                """);
        assertThat(controlPlane.awaitFinish(1).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(lines()).last().isEqualTo("100");
        assertThat(controlPlane.events(1, Kind.PROGRESS))
                .anyMatch(event -> event.progress().total() >= 3);
    }

    @Test
    void aFailureIsTheProgramsOwn() throws Exception {
        run("def f():\n    raise ValueError('no rows')\nf()\n");
        Finish finish = controlPlane.awaitFinish(1);
        assertThat(finish.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finish.message()).isEqualTo("ValueError: no rows (script.py line 2)");
        assertThat(finish.trace())
                .startsWith("Traceback (most recent call last):")
                .doesNotContain("io.leat");
    }

    @Test
    void aCancelledProgramIsGoneBeforeItsEndIsTold() throws Exception {
        run("""
                import os, signal
                from pyspark.sql import SparkSession
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                spark = SparkSession.builder.getOrCreate()
                print("asking", os.getpid(), flush=True)
                spark.sql("select sum(a.id * 1.5 * b.id) from range(9000000) a cross join range(9000000) b").show()
                """);
        String line = "";
        while (!line.startsWith("asking ")) {
            Thread.sleep(50);
            line = lines().stream().reduce("", (a, b) -> b);
        }

        while (controlPlane.events(1, Kind.PROGRESS).stream()
                .noneMatch(event -> event.progress().total() > 0)) {
            Thread.sleep(50);
        }

        controlPlane.cancel(1);
        assertThat(controlPlane.awaitFinish(1).outcome()).isEqualTo(Outcome.CANCELED);
        assertThat(Processes.isAlive(Long.parseLong(line.substring("asking ".length()))))
                .isFalse();
    }

    private void run(String text) throws IOException {
        Path script = Files.writeString(workspace.resolve("script.py"), text);
        ObjectNode content = Json.object().put("file", script.toString());
        content.putArray("parameters");
        agent.run(
                1,
                Map.of("spark.leat.python", PACKAGE),
                List.of(),
                context -> PythonRunner.run(context, new PythonOrder("leat.script", content), line -> {}));
    }

    private List<String> lines() {
        return controlPlane.events(1, Kind.LOG).stream()
                .map(AgentEvent::lines)
                .flatMap(List::stream)
                .toList();
    }
}
