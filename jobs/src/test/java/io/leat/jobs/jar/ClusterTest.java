package io.leat.jobs.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.jobs.testing.ForkedJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program on a cluster of one worker, whose executor is a JVM of its own. */
@Timeout(300)
class ClusterTest {
    @TempDir
    Path folder;

    @Test
    void executorsHaveTheProgramsClasses() throws Exception {
        Path jars = Files.createDirectories(folder.resolve("spark/jars"));
        String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
        for (String entry : classPath) {
            Path file = Path.of(entry);
            if (entry.endsWith(".jar") && !Files.exists(jars.resolve(file.getFileName()))) {
                Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
            }
        }

        List<String> lines = ForkedJvm.run(
                ClusterDriver.class,
                List.of("-Dleat.test.master=local-cluster[1,1,1024]"),
                Map.of(
                        "SPARK_HOME", folder.resolve("spark").toString(),
                        "SPARK_SCALA_VERSION", "2.13",
                        "SPARK_LOCAL_IP", "127.0.0.1"),
                folder.toString());
        assertThat(lines).containsExactly("[Ada 37, Alan 42]", "[Ada, Alan]", "another JVM: true");
    }
}
