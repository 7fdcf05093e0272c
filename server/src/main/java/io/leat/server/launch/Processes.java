package io.leat.server.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether processes of this machine run; those that ended and that nobody has collected do not. */
public final class Processes {
    private Processes() {}

    public static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(Processes::isRunning).orElse(false);
    }

    static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
    }

    /** Whether the process was started with {@code NAME=value} in its environment; false where nobody tells. */
    static boolean hasVariable(long pid, String variable) {
        Path environment = Path.of("/proc", String.valueOf(pid), "environ");
        if (!Files.isReadable(environment)) {
            return false;
        }
        try {
            String text = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
            return List.of(text.split("\0")).contains(variable);
        } catch (IOException e) {
            return false; // it ended between the two looks
        }
    }

    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", String.valueOf(pid), "stat");
        if (!Files.exists(stat)) {
            return false;
        }
        try {
            String text = Files.readString(stat);
            int end = text.lastIndexOf(')');
            return text.startsWith(") Z", end) || text.startsWith(") X", end);
        } catch (IOException e) {
            return !Files.exists(stat); // it ended between the two looks
        }
    }
}
