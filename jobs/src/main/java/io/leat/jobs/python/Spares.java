package io.leat.jobs.python;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One interpreter that has imported what takes long to import, and waits for a program. */
final class Spares {
    private static @Nullable PythonProcess waiting;
    private static @Nullable Path environment;

    private Spares() {}

    /** A process of this environment's interpreter: the one that waits, or a new one. */
    static synchronized PythonProcess take(Path python, Path leat) {
        PythonProcess spare = waiting;
        waiting = null;
        if (spare != null && python.equals(environment) && spare.isAlive()) {
            return spare;
        }

        if (spare != null) {
            spare.close();
        }

        return PythonProcess.start(python, leat);
    }

    /** Lets one of this environment wait for the next program; it takes the place of any other. */
    static synchronized void prepare(Path python, Path leat) {
        PythonProcess spare = waiting;
        if (spare != null && python.equals(environment) && spare.isAlive()) {
            return;
        }

        if (spare != null) {
            spare.close();
        }

        waiting = PythonProcess.spare(python, leat);
        environment = python;
    }
}
