package io.leat.jobs.python;

import io.leat.jobs.task.ProgramFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Why a program ended that said nothing itself. */
final class ExitStatus {
    private static final int SIGNALLED = 128;
    private static final int KILL = 9;
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", KILL,
            "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");
    private static final Path KERNEL_COUNTS = Path.of("/proc/vmstat");

    private ExitStatus() {}

    /** How many processes of this machine the kernel has killed for want of memory; -1 where that cannot be told. */
    static long killedForMemory() {
        try {
            return Files.readAllLines(KERNEL_COUNTS).stream()
                    .filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1; // not Linux
        }
    }

    /** @param killedBefore what {@link #killedForMemory} said when the program began */
    static ProgramFailure failure(int status, long killedBefore) {
        if (status <= SIGNALLED) {
            return new ProgramFailure("The program ended with status %d.".formatted(status), "");
        }

        int signal = status - SIGNALLED;
        String name = SIGNALS.getOrDefault(signal, "signal " + signal);
        if (signal == KILL) {
            String why = killedForMemory() > killedBefore
                    ? "The kernel has ended a process for want of memory meanwhile: use less, or a machine with more."
                    : "That is how the kernel ends a process when the machine, or its container, runs out of memory.";
            return new ProgramFailure("The Python process was killed by %s. %s".formatted(name, why), "");
        }

        return new ProgramFailure(
                "The Python process was ended by %s; its last lines on stderr may say where.".formatted(name), "");
    }
}
