package io.leat.jobs.python;

import io.leat.core.json.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Python that environments are made from.
 *
 * @param version such as {@code 3.11.7}
 * @param home where it is installed; environments point there
 */
record Interpreter(String executable, String version, String home) {
    /** Names the interpreter; without it {@code python3} on the path is taken. */
    static final String VARIABLE = "LEAT_PYTHON";

    /** What the Spark client needs. */
    static final String OLDEST = "3.10";

    private static final String ABOUT = "import json, platform, sys; print(json.dumps({'executable': sys.executable,"
            + " 'version': platform.python_version(), 'home': sys.base_prefix}))";

    static Interpreter find(Map<String, String> environment) throws InterruptedException {
        String named = environment.get(VARIABLE);
        String path = environment.getOrDefault("PATH", "");
        String executable = named == null || named.isBlank() ? onPath(path) : named;
        if (executable == null) {
            throw PythonErrors.noPython(path);
        }

        Command.Ended told = Command.run(List.of(executable, "-I", "-c", ABOUT), Path.of("/"), line -> {});
        if (told.status() != 0) {
            throw PythonErrors.badPython(executable, told.lastLine());
        }

        Interpreter found = Json.read(told.lastLine(), Interpreter.class);
        if (found.isOld()) {
            throw PythonErrors.oldPython(executable, found.version);
        }

        return found;
    }

    private static @Nullable String onPath(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Interpreter::python3)
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse(null);
    }

    private static Path python3(String folder) {
        try {
            return Path.of(folder, "python3");
        } catch (InvalidPathException e) {
            return Path.of("/nonexistent");
        }
    }

    /** {@code 3.11} of {@code 3.11.7}. */
    String shortVersion() {
        String[] parts = version.split("\\.");
        return parts[0] + "." + parts[1];
    }

    private boolean isOld() {
        String[] mine = shortVersion().split("\\.");
        String[] oldest = OLDEST.split("\\.");
        int major = Integer.compare(Integer.parseInt(mine[0]), Integer.parseInt(oldest[0]));
        return major < 0 || (major == 0 && Integer.parseInt(mine[1]) < Integer.parseInt(oldest[1]));
    }
}
