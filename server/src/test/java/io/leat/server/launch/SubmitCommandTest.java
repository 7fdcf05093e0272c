package io.leat.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.server.config.Installation;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitCommandTest {
    @TempDir
    Path folder;

    private Installation installation;
    private Workspace workspace;

    @BeforeEach
    void givenARuntime() throws IOException {
        installation = new Installation(folder.resolve("home"));
        workspace = new Workspace(folder.resolve(".leat")).create();
        jars(
                installation.runtime("4.1").resolve("jars"),
                "spark-core_2.13-4.1.3.jar",
                "delta-spark_4.1_2.13-4.4.0.jar",
                "leat-jobs-0.1.0.jar");
    }

    @Test
    void aLocalDriverIsSubmittedWithSettingsInFiles() {
        SubmitCommand command = command(
                "local[2]", Map.of("spark.secret", "hush", "spark.ui.enabled", "true"), folder.resolve("a.jsa"));

        assertThat(command.command())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("@")
                .endsWith("d1.args");
        assertThat(command.arguments())
                .contains(
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Xmx2g",
                        "-Xshare:auto",
                        "-XX:SharedArchiveFile=" + folder.resolve("a.jsa"))
                .containsSubsequence("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]", "--properties-file")
                .containsSubsequence("--class", "io.leat.jobs.agent.AgentMain")
                .doesNotContain("--conf")
                .last()
                .asString()
                .endsWith("leat-jobs-0.1.0.jar");
        assertThat(command.conf())
                .containsEntry("spark.driver.host", "127.0.0.1")
                .containsEntry("spark.leat.slots", "3")
                .containsEntry("spark.leat.workspace", "w1")
                .containsEntry("spark.sql.session.timeZone", "UTC")
                .containsEntry(
                        "spark.sql.catalog.leat.warehouse",
                        workspace.warehouse().toString())
                .containsEntry("spark.ui.enabled", "true")
                .containsEntry("spark.secret", "hush")
                .doesNotContainKey("spark.jars");
        assertThat(command.environment())
                .containsEntry("LEAT_AGENT_TOKEN", "tok")
                .containsEntry("LEAT_DRIVER_ID", "d1")
                .containsEntry("LEAT_RENDEZVOUS", workspace.control().toString())
                .containsEntry("SPARK_SCALA_VERSION", "2.13")
                .containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
        assertThat(String.join(" ", command.arguments()) + command.command()).doesNotContain("tok ", "hush");
    }

    @Test
    void aJobCannotAllowItselfWhatOnlyTheAdministratorMay() {
        SubmitCommand command = command("local[2]", Map.of("spark.leat.http.allow", "0.0.0.0/0"), null);

        assertThat(command.conf()).containsEntry("spark.leat.http.allow", "");
    }

    @Test
    void executorsOfAClusterAreSentOurJars() {
        SubmitCommand command = command("spark://127.0.0.1:7077", Map.of(), null);

        assertThat(command.conf().get("spark.jars"))
                .contains("delta-spark_4.1")
                .contains("leat-jobs")
                .doesNotContain("spark-core");
        assertThat(command.conf())
                .containsEntry("spark.driver.host", "127.0.0.1")
                .doesNotContainKey("spark.sql.shuffle.partitions");
        assertThat(command.environment()).doesNotContainKey("SPARK_LOCAL_IP");
        assertThat(command.arguments()).noneMatch(argument -> argument.contains("SharedArchiveFile"));
    }

    @Test
    void aDriverForAnotherMachineIsNotBoundToLoopback() {
        assertThat(command("spark://master.example:7077", Map.of(), null).conf())
                .doesNotContainKey("spark.driver.host");
    }

    @Test
    void filesAreTheOwnersAlone() throws IOException {
        DriverFiles files = DriverFiles.of(workspace, "d1");
        files.write(command("local[2]", Map.of("spark.a", "b c"), null));

        assertThat(Files.getPosixFilePermissions(files.properties())).hasSize(2);
        assertThat(Files.readString(files.properties())).contains("spark.a=b c");
        assertThat(Files.readString(files.arguments())).contains("\"org.apache.spark.deploy.SparkSubmit\"\n");
    }

    @Test
    void aSparkOfTheUsersOwnIsUsedWithOurJarsAdded() throws IOException {
        Path spark = folder.resolve("spark");
        jars(spark.resolve("jars"), "spark-core_2.13-4.1.1.jar", "delta-spark_4.1_2.13-4.0.0.jar");

        SparkRuntime runtime = SparkRuntime.locate(installation, Map.of("SPARK_HOME", spark.toString()));

        assertThat(runtime.home()).isEqualTo(spark);
        assertThat(runtime.classPath().stream().map(jar -> jar.getFileName().toString()))
                .containsExactly("delta-spark_4.1_2.13-4.4.0.jar", "leat-jobs-0.1.0.jar", "spark-core_2.13-4.1.1.jar");
    }

    @Test
    void aSparkOfAnotherVersionIsRefusedWithTheWayOut() throws IOException {
        Path spark = folder.resolve("spark");
        jars(spark.resolve("jars"), "spark-core_2.13-3.5.7.jar");

        assertThatThrownBy(() -> SparkRuntime.locate(installation, Map.of("SPARK_HOME", spark.toString())))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "SPARK_HOME is %s, and Leat cannot use it: its Spark is 3.5; Leat needs Spark 4.1 for Scala 2.13. Unset SPARK_HOME (Leat then uses the Spark it came with) or point it to such a Spark."
                                .formatted(spark));
    }

    private SubmitCommand command(
            String master, Map<String, String> conf, @org.jspecify.annotations.Nullable Path archive) {
        return SubmitCommand.driver(
                new DriverSpec("d1", "tok", master, conf, 3, "2g"),
                workspace,
                "w1",
                Settings.read(Map.of()),
                SparkRuntime.locate(installation, Map.of()),
                archive,
                DriverFiles.of(workspace, "d1"));
    }

    private static void jars(Path jars, String... names) throws IOException {
        Files.createDirectories(jars);
        for (String name : names) {
            Files.createFile(jars.resolve(name));
        }
    }
}
