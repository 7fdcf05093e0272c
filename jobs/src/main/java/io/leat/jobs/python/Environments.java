package io.leat.jobs.python;

import io.leat.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The virtual environments of a user, each made once and used by all drivers. One has a folder named by the hash of
 * all that it depends on, and counts only when its marker file is there, which is written last: a virtual environment
 * cannot be moved, so it is built where it stays. A file beside it is locked meanwhile.
 *
 * <p>What a task wants is installed into an environment of its own, which sees the libraries of the base one below it:
 * so only what is not there is installed.
 */
final class Environments {
    /** What every Python task can import. The client has the version of the Spark it talks to. */
    static final Requirements BASE = Requirements.of("pyspark-client==4.1.3", "ipython>=8,<10", "nbformat>=5,<6");

    private static final Pattern USER = Pattern.compile("(://)[^/@\\s]+@");
    private static final String PYSPARK = "4.1.3";
    private static final String MARKER = "leat-environment.json";
    private static final String BELOW = "leat-base.pth";
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path folder;
    private final Interpreter interpreter;
    private final Requirements base;

    Environments(Path folder, Interpreter interpreter, Requirements base) {
        this.folder = folder;
        this.interpreter = interpreter;
        this.base = base;
    }

    static Environments ofUser(Map<String, String> environment) throws InterruptedException {
        String cache = environment.get("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return new Environments(root.resolve("leat").resolve("python"), Interpreter.find(environment), BASE);
    }

    /** Notes which interpreter functions are called back in, until it is said anew; {@code leat-worker} reads it. */
    void use(Path python) {
        Path note = folder.resolve("driver-" + ProcessHandle.current().pid());
        try {
            Files.writeString(note, python.toString());
        } catch (IOException e) {
            throw PythonErrors.noCache(note.toString(), e);
        }

        note.toFile().deleteOnExit();
    }

    /** Whether the base environment is there, so that using it costs nothing. */
    boolean hasBase() {
        return isWhole(folder.resolve(baseName()));
    }

    /**
     * The interpreter of the environment with these requirements; makes it when it is not there.
     *
     * @param told what is done, and each line that pip prints
     * @throws io.leat.core.error.LeatException when that fails
     */
    Path python(Requirements wanted, Consumer<String> told) throws InterruptedException {
        Path below = folder.resolve(baseName());
        make(below, base, told, () -> buildBase(below, told));
        if (wanted.isEmpty()) {
            return python(below);
        }

        Path own = folder.resolve(wanted.hash(baseName()));
        make(own, wanted, told, () -> buildOwn(own, below, wanted, told));
        return python(own);
    }

    private String baseName() {
        return base.hash(interpreter.version() + " " + interpreter.home());
    }

    private interface Build {
        void run() throws IOException, InterruptedException;
    }

    private void make(Path environment, Requirements content, Consumer<String> told, Build build)
            throws InterruptedException {
        if (isWhole(environment)) {
            return;
        }

        synchronized (ONE_AT_A_TIME) {
            try {
                Files.createDirectories(folder);
                makeLocked(environment, content, told, build);
            } catch (FileLockInterruptionException | ClosedByInterruptException e) {
                Thread.interrupted();
                throw new InterruptedException();
            } catch (IOException e) {
                throw PythonErrors.noCache(environment.toString(), e);
            }
        }
    }

    private void makeLocked(Path environment, Requirements content, Consumer<String> told, Build build)
            throws IOException, InterruptedException {
        Path lock = environment.resolveSibling(environment.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            if (isWhole(environment)) {
                return;
            }

            told.accept("Making a Python environment with " + withoutUser(String.join(", ", content.lines())));
            delete(environment);
            build.run();
            Path draft = environment.resolve(MARKER + ".draft");
            Files.writeString(draft, Json.write(content));
            Files.move(draft, environment.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** A whole one whose interpreter has been taken from the machine is made anew. */
    private static boolean isWhole(Path environment) {
        return Files.exists(environment.resolve(MARKER)) && Files.isExecutable(python(environment));
    }

    private void buildBase(Path environment, Consumer<String> told) throws IOException, InterruptedException {
        venv(List.of(environment.toString()));
        install(environment, base, told);
        // The client is all of PySpark that there is to import: a library that asks for pyspark has it.
        Path info = Files.createDirectory(packages(environment).resolve("pyspark-%s.dist-info".formatted(PYSPARK)));
        Files.writeString(
                info.resolve("METADATA"), "Metadata-Version: 2.1\nName: pyspark\nVersion: %s\n".formatted(PYSPARK));
        Files.writeString(info.resolve("INSTALLER"), "leat\n");
        Files.writeString(info.resolve("RECORD"), "");
    }

    private void buildOwn(Path environment, Path below, Requirements wanted, Consumer<String> told)
            throws IOException, InterruptedException {
        venv(List.of("--without-pip", environment.toString()));
        Files.writeString(packages(environment).resolve(BELOW), packages(below) + "\n");
        install(environment, wanted, told);
    }

    private void venv(List<String> arguments) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(interpreter.executable(), "-I", "-m", "venv"));
        words.addAll(arguments);
        Command.Ended ended = Command.run(words, folder, line -> {});
        if (ended.status() != 0) {
            throw PythonErrors.noEnvironment(interpreter.executable(), String.join(" ", ended.lines()));
        }
    }

    private static void install(Path environment, Requirements wanted, Consumer<String> told)
            throws IOException, InterruptedException {
        for (Map.Entry<String, List<String>> index : wanted.byIndex().entrySet()) {
            Path file = environment.resolve("leat-requirements.txt");
            Files.write(file, index.getValue());
            List<String> words = new ArrayList<>(List.of(python(environment).toString(), "-I", "-m", "pip", "install"));
            words.addAll(List.of("--no-input", "--disable-pip-version-check", "--no-warn-script-location"));
            words.addAll(List.of("-r", file.toString()));
            Command.Ended ended =
                    Command.run(words, pip(index.getKey()), environment, line -> told.accept(withoutUser(line)));
            if (ended.status() != 0) {
                List<String> lines =
                        index.getValue().stream().map(Environments::withoutUser).toList();
                throw PythonErrors.notInstalled(lines, withoutUser(lastError(ended)));
            }
        }
    }

    /** Not on the command line, which others can read: an index may be named with a password. */
    private static Map<String, String> pip(String index) {
        return index.isEmpty() ? Map.of() : Map.of("PIP_INDEX_URL", index);
    }

    /** With no user and password in addresses. */
    private static String withoutUser(String text) {
        return USER.matcher(text).replaceAll("$1…@");
    }

    private static String lastError(Command.Ended ended) {
        return ended.lines().stream()
                .filter(line -> line.startsWith("ERROR: "))
                .reduce((a, b) -> b)
                .map(line -> line.substring("ERROR: ".length()).replaceFirst("\\.$", ""))
                .orElseGet(ended::lastLine);
    }

    private Path packages(Path environment) {
        return environment
                .resolve("lib")
                .resolve("python" + interpreter.shortVersion())
                .resolve("site-packages");
    }

    private static Path python(Path environment) {
        return environment.resolve("bin").resolve("python");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }

        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(Environments::deleteOne);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
