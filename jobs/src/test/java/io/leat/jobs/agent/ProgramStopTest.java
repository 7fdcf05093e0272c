package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that stop Spark; each in a JVM of its own, since all tests of one share their Spark. */
@Timeout(300)
class ProgramStopTest {
    @TempDir
    Path folder;

    @Test
    void stoppingSparkAtTheEndIsSuccess() throws Exception {
        assertThat(ending("spark.range(3).count(); spark.stop(); Thread.sleep(3000);"))
                .containsExactly("SUCCESS: ", "FAILED");
    }

    @Test
    void usingSparkAfterStoppingItIsAFailureOfTheProgram() throws Exception {
        assertThat(ending("spark.stop();\nspark.range(3).count();"))
                .containsExactly(
                        "FAILED: com.acme.Stops used Spark after it had stopped it at Stops.java:6. Stop it at the end, or"
                                + " not at all: the driver ends with the program. (Stops.java:7)",
                        "FAILED");
    }

    /** How the task run ended, and why the driver left. */
    private List<String> ending(String statements) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspark.leat.alone=true"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(StoppingDriver.class.getName(), folder.toString(), statements));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.inputReader()) {
            return lines.lines()
                    .filter(line -> line.startsWith(StoppingDriver.MARK))
                    .map(line -> line.substring(StoppingDriver.MARK.length()))
                    .toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
