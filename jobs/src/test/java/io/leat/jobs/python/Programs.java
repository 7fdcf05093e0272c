package io.leat.jobs.python;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leat.core.json.Json;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Python programs of a test's workspace. */
final class Programs {
    private Programs() {}

    /** Sees to it that the environment of all tests is there: making it tells lines into the log of a task. */
    static void assumeEnvironment() throws InterruptedException {
        assumePython();
        Environments.ofUser(System.getenv()).python(Requirements.none(), line -> {});
    }

    static void assumePython() {
        String path = String.valueOf(System.getenv("PATH"));
        assumeTrue(
                Stream.of(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3"))),
                "there is no python3 on the path");
    }

    /** What the first attempt at a Python file with this text sees. */
    static RecordingContext script(TestWorkspace workspace, String text, String... parameters) {
        write(workspace.root().resolve("script.py"), text);
        Map<String, Object> body = Map.of("python_file", "script.py", "parameters", parameters);
        return workspace.context("spark_python_task", Json.write(body), Map.of());
    }

    static RecordingContext run(TestWorkspace workspace, String text, String... parameters)
            throws InterruptedException {
        RecordingContext context = script(workspace, text, parameters);
        new PythonTask().run(context);
        return context;
    }

    /** Runs a task in a thread of its own. */
    static Running start(DataTask task, RecordingContext context) {
        return new Running(task, context);
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A wheel of one package, as a build makes it. */
    static Path wheel(Path folder, String name, String version, String code, String entryPoints) {
        Path file = folder.resolve("%s-%s-py3-none-any.whl".formatted(name, version));
        String info = "%s-%s.dist-info/".formatted(name, version);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            add(zip, name + "/__init__.py", code);
            add(zip, info + "METADATA", "Metadata-Version: 2.1\nName: %s\nVersion: %s\n".formatted(name, version));
            add(zip, info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            add(zip, info + "entry_points.txt", entryPoints);
            add(zip, info + "RECORD", "%s/__init__.py,,\n%sMETADATA,,\n".formatted(name, info));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        return file;
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
