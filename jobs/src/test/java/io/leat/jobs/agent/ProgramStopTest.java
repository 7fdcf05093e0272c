package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.jobs.testing.ForkedJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        return ForkedJvm.run(
                StoppingDriver.class, List.of("-Dspark.leat.alone=true"), Map.of(), folder.toString(), statements);
    }
}
