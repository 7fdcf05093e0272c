package io.leat.jobs.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes of other programs, on Linux. */
public final class Processes {
    private Processes() {}

    /** One that has ended and was not asked for its status by its parent is not alive. */
    public static boolean isAlive(long id) {
        try {
            return !Files.readString(Path.of("/proc/" + id + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }
}
