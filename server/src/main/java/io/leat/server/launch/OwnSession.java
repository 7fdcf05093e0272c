package io.leat.server.launch;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes in a session of their own, which a terminal's Ctrl-C or hang-up does not reach. */
public final class OwnSession {
    private static final String PERL = "use POSIX; POSIX::setsid(); exec @ARGV or die";

    private OwnSession() {}

    /**
     * Starts a process that reads nothing and appends all it prints to a file.
     *
     * @param environment added to this process's own, of which it does not get what opens the store
     */
    public static Process start(List<String> command, Map<String, String> environment, Path folder, Path log) {
        ProcessBuilder builder = new ProcessBuilder(detached(command));
        builder.environment().keySet().removeAll(StoreSettings.PRIVATE);
        builder.environment().putAll(environment);
        builder.directory(folder.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return builder.start();
        } catch (IOException e) {
            throw new LeatException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "The process %s could not be started in %s: %s".formatted(command.get(0), folder, e.getMessage()),
                    e);
        }
    }

    /** The same process id runs the command, since a child of ours leads no process group and setsid need not fork. */
    private static List<String> detached(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (onPath("setsid")) {
            whole.add("setsid");
        } else if (onPath("perl")) {
            whole.addAll(List.of("perl", "-e", PERL));
        } else {
            whole.add("nohup");
        }
        whole.addAll(command);
        return whole;
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
