package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.server.LeatProgram.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on a Spark cluster of one master and two workers, all real processes from the runtime's own JARs. */
class StandaloneClusterIT {
    private static final List<Process> PROCESSES = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static LeatProgram program;
    private static String master;
    private static int masterPage;

    @BeforeAll
    static void givenAClusterOfTwoWorkers() {
        program = new LeatProgram(folder.resolve("workspace"));
        int port = freePort();
        masterPage = freePort();
        master = "spark://127.0.0.1:" + port;
        spark(
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                String.valueOf(masterPage));
        for (int worker = 0; worker < 2; worker++) {
            spark(
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--webui-port",
                    String.valueOf(freePort()),
                    "--work-dir",
                    folder.resolve("worker" + worker).toString(),
                    master);
        }

        LeatProgram.await(() -> aliveWorkers() == 2);
    }

    private static void spark(String main, String... arguments) {
        Path runtime = LeatProgram.ROOT.resolve("jobs/target/runtime/4.1");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                runtime.resolve("jars") + "/*",
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", runtime.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(PROCESSES.size() + ".log").toFile());
        try {
            PROCESSES.add(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long aliveWorkers() {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + masterPage + "/json/").toURL().openStream()) {
            return Json.mapper().readTree(in).path("aliveworkers").asLong();
        } catch (ConnectException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        program.leat("stop", "--force");
        PROCESSES.forEach(Process::destroyForcibly);
    }

    @Test
    void theExampleRunsOnTwoWorkers() {
        Path job = LeatProgram.ROOT.resolve("examples/clicks-orders/job.yaml");
        Outcome run = program.leat("run", job.toString(), "--master", master, "--json");

        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.lastLine().path("tasks")).hasSize(6);
        JsonNode driver = program.status().path("drivers").get(0);
        assertThat(driver.path("master").asText()).isEqualTo(master);
        assertThat(folder.resolve("worker0").toFile().list()).isNotEmpty();
        assertThat(folder.resolve("worker1").toFile().list()).isNotEmpty();
    }
}
