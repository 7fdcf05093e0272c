package io.leat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import io.leat.server.LeatProgram.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The example of programs as a newcomer runs it: SQL, Python, a notebook and a JAR in real drivers. */
@TestMethodOrder(OrderAnnotation.class)
class ProgramsIT {
    @TempDir
    private static Path folder;

    private static LeatProgram program;
    private static Path example;

    @BeforeAll
    static void givenTheExample() throws IOException {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "python3"))))
                .as("Python 3 is on the PATH")
                .isTrue();
        example = folder.resolve("example");
        copy(LeatProgram.ROOT.resolve("examples/programs"), example);
        compile();
        program = new LeatProgram(folder.resolve("workspace"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** As build-jar.sh does. */
    private static void compile() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String name = "com/example/shop/Shelves";
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        spark(),
                        example.resolve("src/" + name + ".java").toString());
        assertThat(status).isZero();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(example.resolve("shelves.jar")))) {
            jar.putNextEntry(new JarEntry(name + ".class"));
            jar.write(Files.readAllBytes(classes.resolve(name + ".class")));
        }
    }

    private static String spark() throws IOException {
        try (Stream<Path> jars = Files.list(LeatProgram.ROOT.resolve("jobs/target/runtime/4.1/jars"))) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.leat("stop", "--force");
        }
    }

    @Test
    @Order(1)
    void aProgramOfEachKindDoesItsPart() {
        Outcome run = program.leat("run", example.resolve("job.yaml").toString(), "--json");

        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("\"table\":\"gold.best_sellers\"").contains("\"table\":\"gold.shelves\"");
        assertThat(program.number("SELECT turnover FROM gold.best_sellers WHERE product = 'cheese'"))
                .isEqualTo(18.6);
        assertThat(program.number("SELECT turnover FROM gold.best_sellers WHERE product = 'bread'"))
                .isEqualTo(16.8);
        assertThat(program.number("SELECT count(*) FROM gold.best_sellers")).isEqualTo(2);
        assertThat(program.number("SELECT shelf FROM gold.shelves WHERE product = 'cheese'"))
                .isEqualTo(1);
        assertThat(program.number("SELECT count(*) FROM gold.shelves WHERE shelf = 2"))
                .isEqualTo(2);
    }

    @Test
    @Order(2)
    void theExecutedNotebookIsKept() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("workspace/logs/artifacts"))) {
            List<Path> kept =
                    files.filter(file -> file.toString().endsWith(".ipynb")).toList();

            assertThat(kept).hasSize(1);
            JsonNode notebook = Json.read(Files.readString(kept.get(0)), JsonNode.class);
            assertThat(notebook.path("nbformat").asInt()).isEqualTo(4);
            assertThat(notebook.path("cells").toString()).contains("cheese").contains("18.6");
        }
    }

    @Test
    @Order(3)
    void whatTheProgramsWroteIsSeen() {
        Outcome lineage = program.leat("lineage", "gold.best_sellers");

        assertThat(lineage.out())
                .contains("silver.daily")
                .contains("by best_sellers")
                .contains("bronze.orders")
                .contains("observed");
    }

    @Test
    @Order(4)
    void aFailingProgramIsNamedWithItsLineAndEndsWithStatusOne() throws IOException {
        Files.writeString(example.resolve("broken.py"), "import sys\n\nprint('so far')\n1 / int(sys.argv[1])\n");
        Path job = Files.writeString(example.resolve("broken.yaml"), """
                name: broken
                tasks:
                  - task_key: p
                    spark_python_task: {python_file: broken.py, parameters: ["0"]}
                """);

        Outcome run = program.leat("run", job.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("ZeroDivisionError: division by zero (broken.py line 4)");
        assertThat(run.out() + run.err()).doesNotContain("at io.leat");
    }

    @Test
    @Order(5)
    void aProgramThatNeverEndsIsDeadWhenItsTimeIsUp() throws IOException {
        Path pid = folder.resolve("pid");
        Files.writeString(example.resolve("endless.py"), """
                import os, signal, subprocess, sys
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                child = subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 600"])
                with open(sys.argv[1], "w") as file:
                    file.write(f"{os.getpid()} {child.pid}")
                while True:
                    pass
                """);
        Path job = Files.writeString(example.resolve("endless.yaml"), """
                name: endless
                tasks:
                  - task_key: p
                    timeout_seconds: 8
                    spark_python_task: {python_file: endless.py, parameters: ["%s"]}
                """.formatted(pid));

        Outcome run = program.leat("run", job.toString(), "--json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.lastLine()
                        .path("tasks")
                        .path(0)
                        .path("state")
                        .path("result_state")
                        .asText())
                .isEqualTo("TIMEDOUT");
        for (String process : Files.readString(pid).split(" ")) {
            assertThat(isAlive(process)).as("process " + process).isFalse();
        }
    }

    /** One that has ended and was not asked for its status by its parent is not alive. */
    private static boolean isAlive(String process) {
        try {
            return !Files.readString(Path.of("/proc", process, "stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }
}
