package io.leat.server.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether processes of this machine run; those that ended and that nobody has collected do not. */
public final class Processes {
    private Processes() {}

    public static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(Processes::isRunning).orElse(false);
    }

    static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
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
