package io.leat.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.Libraries;
import io.leat.core.cluster.Libraries.PyPi;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a base environment of one small wheel, so that no index is needed. */
class EnvironmentsTest {
    @TempDir
    private static Path folder;

    private static Interpreter interpreter;
    private static Environments environments;

    @BeforeAll
    static void python() throws InterruptedException {
        Programs.assumePython();
        interpreter = Interpreter.find(System.getenv());
        Path wheel = Programs.wheel(folder, "below", "1.0", "name = 'below'\n", "");
        environments = new Environments(folder.resolve("cache"), interpreter, Requirements.of(wheel.toString()));
        environments.python(Requirements.none(), line -> {});
    }

    @Test
    void anEnvironmentIsMadeOnce() throws InterruptedException {
        List<String> told = new ArrayList<>();
        Path python = environments.python(Requirements.none(), told::add);
        assertThat(told).isEmpty();
        assertThat(says(python, "import below; print(below.name)")).isEqualTo("below");
        assertThat(environments.hasBase()).isTrue();
    }

    @Test
    void aLibraryThatAsksForPysparkHasIt() throws InterruptedException {
        Path python = environments.python(Requirements.none(), line -> {});
        assertThat(says(python, "from importlib.metadata import version; print(version('pyspark'))"))
                .isEqualTo("4.1.3");
    }

    @Test
    void whatATaskWantsIsAddedToTheBase() throws InterruptedException {
        Requirements wanted = wheel("extra", "1.0");
        Path python = environments.python(wanted, line -> {});
        assertThat(says(python, "import below, extra; print(below.name, extra.name)"))
                .isEqualTo("below extra 1.0");
        assertThat(python).isNotEqualTo(environments.python(Requirements.none(), line -> {}));
        List<String> told = new ArrayList<>();
        assertThat(environments.python(wanted, told::add)).isEqualTo(python);
        assertThat(told).isEmpty();
    }

    @Test
    void aPasswordInAnAddressIsShownNowhere() {
        Requirements wanted = Requirements.of("no requirement @ https://me:hunter2@example.com/x.whl");
        List<String> told = new ArrayList<>();

        assertThatThrownBy(() -> environments.python(wanted, told::add))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("https://…@example.com/x.whl")
                .hasMessageNotContaining("hunter2");
        assertThat(told).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
    }

    /** What a driver leaves that is killed while it makes one. */
    @Test
    void aHalfMadeEnvironmentIsMadeAnew() throws InterruptedException, IOException {
        Requirements wanted = wheel("half", "1.0");
        Path python = environments.python(wanted, line -> {});
        Path made = python.getParent().getParent();
        Files.delete(made.resolve("leat-environment.json"));
        Path rest = Files.writeString(made.resolve("rest"), "of a killed one");
        assertThat(environments.python(wanted, line -> {})).isEqualTo(python);
        assertThat(rest).doesNotExist();
        assertThat(made.resolve("leat-environment.json")).exists();
    }

    @Test
    void aDriverWaitsForAnotherThatMakesTheSame() throws InterruptedException, IOException {
        Requirements wanted = wheel("shared", "1.0");
        Path made = environments.python(wanted, line -> {}).getParent().getParent();
        Files.delete(made.resolve("leat-environment.json"));
        Process other = lock(made.resolveSibling(made.getFileName() + ".lock"));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                environments.python(wanted, line -> {});
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        try {
            waiting.start();
            waiting.join(500);
            assertThat(waiting.isAlive()).isTrue();
            assertThat(made.resolve("leat-environment.json")).doesNotExist();
            waiting.interrupt();
            waiting.join(10_000);
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        } finally {
            other.destroyForcibly().waitFor();
        }

        environments.python(wanted, line -> {});
        assertThat(made.resolve("leat-environment.json")).exists();
    }

    @Test
    void whatCannotBeInstalledIsNamed() throws IOException {
        String index =
                Files.createDirectories(folder.resolve("empty index")).toUri().toString();
        Libraries libraries = new Libraries(
                List.of(new PyPi("no-such-thing==1", index)), List.of(), List.of(), List.of(), List.of(), List.of());
        Requirements wanted = Requirements.of(libraries, path -> path);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> environments.python(wanted, line -> {}))
                    .isInstanceOf(LeatException.class)
                    .hasMessage(
                            "The Python libraries no-such-thing==1 cannot be installed: No matching distribution found"
                                    + " for no-such-thing==1. Correct the libraries of the task, or see to it that pip reaches"
                                    + " its index.");
        }
    }

    private static Requirements wheel(String name, String version) {
        Path wheel = Programs.wheel(folder, name, version, "name = '%s %s'\n".formatted(name, version), "");
        Libraries libraries =
                new Libraries(List.of(), List.of(), List.of(wheel.toString()), List.of(), List.of(), List.of());
        return Requirements.of(libraries, path -> path);
    }

    private static String says(Path python, String code) throws InterruptedException {
        return Command.run(List.of(python.toString(), "-c", code), folder, line -> {})
                .lastLine();
    }

    /** Another process that holds the lock of an environment. */
    private static Process lock(Path file) throws IOException {
        String code = "import fcntl, sys, time; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX);"
                + " print('locked', flush=True); time.sleep(60)";
        Process process = new ProcessBuilder(interpreter.executable(), "-c", code, file.toString()).start();
        try (Stream<String> lines = process.inputReader().lines()) {
            assertThat(lines.findFirst()).contains("locked");
        }

        return process;
    }
}
