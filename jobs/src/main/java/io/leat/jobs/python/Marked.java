package io.leat.jobs.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The processes that a process started, and those that they started. They are known by a variable of their environment,
 * which children take over, so that one is found that has detached itself from its parent, its group and its session.
 */
final class Marked {
    private static final String VARIABLE = "LEAT_PROCESS";
    private static final Path PROCESSES = Path.of("/proc");
    private static final long PAUSE = 10;

    private Marked() {}

    /** Marks a process that is about to be started. */
    static String mark(Map<String, String> environment) {
        String mark = UUID.randomUUID().toString();
        environment.put(VARIABLE, mark);
        return mark;
    }

    /** Kills them all, and returns when none is left; an interrupt is kept for later. */
    static void kill(String mark, Process root) {
        boolean interrupted = false;
        while (!killOnce(mark, root)) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }

        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was none left to kill. */
    private static boolean killOnce(String mark, Process root) {
        long left = root.descendants().filter(Marked::kill).count();
        left += kill(root.toHandle()) ? 1 : 0;
        try (Stream<Path> all = Files.isDirectory(PROCESSES) ? Files.list(PROCESSES) : Stream.empty()) {
            left += all.flatMap(folder -> process(folder, mark).stream())
                    .filter(Marked::kill)
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException("the processes of this machine cannot be listed", e);
        }

        return left == 0;
    }

    private static boolean kill(ProcessHandle process) {
        boolean alive = process.isAlive();
        if (alive) {
            process.destroyForcibly();
        }

        return alive;
    }

    private static Optional<ProcessHandle> process(Path folder, String mark) {
        String name = folder.getFileName().toString();
        if (!name.chars().allMatch(Character::isDigit) || !isMarked(folder, mark)) {
            return Optional.empty();
        }

        return ProcessHandle.of(Long.parseLong(name));
    }

    /** A process whose environment cannot be read is somebody else's, or has ended. */
    private static boolean isMarked(Path folder, String mark) {
        try {
            String environment = Files.readString(folder.resolve("environ"), StandardCharsets.ISO_8859_1);
            return environment.contains(VARIABLE + "=" + mark);
        } catch (IOException e) {
            return false;
        }
    }
}
