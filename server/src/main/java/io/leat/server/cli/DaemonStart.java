package io.leat.server.cli;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Installation;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.launch.OwnSession;
import io.leat.server.launch.Processes;
import io.leat.server.launch.SparkRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts a control plane in a session of its own and waits until it answers. */
final class DaemonStart {
    private static final long LIMIT_MILLIS = 60_000;
    private static final long GLANCE_MILLIS = 20;
    private static final long END_MILLIS = 30_000;
    private static final int TAIL_LINES = 15;

    private final Console console;
    private final Workspace workspace;
    private final Daemon daemon;

    DaemonStart(Console console, Workspace workspace, Daemon daemon) {
        this.console = console;
        this.workspace = workspace;
        this.daemon = daemon;
    }

    /** @param parent with whose end it ends; null to let it stay until it is idle */
    Daemon.Found start(@Nullable Long parent) {
        Installation installation = Installation.current();
        SparkRuntime.locate(installation, console.environment()); // told here, where the user is, rather than in a log
        console.err().println("leat: starting the control plane of " + workspace.root());
        long from = logSize();
        Process process =
                OwnSession.start(command(installation, parent), store(), workspace.root(), workspace.controlLog());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        while (System.nanoTime() < deadline) {
            Optional<Daemon.Found> found = daemon.find();
            if (found.isPresent()) {
                return found.get();
            }
            if (hasEnded(process)) {
                throw failed("ended with status " + process.exitValue(), from);
            }
        }
        process.destroyForcibly();
        throw failed("did not answer within %d seconds and was killed".formatted(LIMIT_MILLIS / 1000), from);
    }

    /** Waits for a process that was told to end; whether it has. */
    static boolean awaitEnd(long pid) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        while (Processes.isRunning(pid) && System.nanoTime() < deadline) {
            Pause.millis(GLANCE_MILLIS);
        }
        return !Processes.isRunning(pid);
    }

    private static boolean hasEnded(Process process) {
        try {
            return process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "Interrupted while the control plane started.", e);
        }
    }

    private Map<String, String> store() {
        Map<String, String> handedOn = new HashMap<>(console.environment());
        handedOn.keySet().retainAll(StoreSettings.PRIVATE);
        return handedOn;
    }

    private List<String> command(Installation installation, @Nullable Long parent) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xms16m",
                "-XX:NewSize=8m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        String archive = System.getProperty("leat.cds", "");
        if (!archive.isEmpty() && Files.isRegularFile(Path.of(archive))) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(
                List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8"));
        command.add("-Dleat.home=" + installation.home());
        command.add("-Dleat.build=" + installation.build());
        command.add("-Dleat.cds=" + archive);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.leat.server.Main"));
        command.addAll(List.of("server", "--workspace", workspace.root().toString()));
        command.addAll(parent == null ? List.of("--detached") : List.of("--parent", String.valueOf(parent)));
        return command;
    }

    private LeatException failed(String how, long from) {
        return new LeatException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The control plane %s. The end of its log %s:\n%s".formatted(how, workspace.controlLog(), tail(from)));
    }

    private long logSize() {
        try {
            Path log = workspace.controlLog();
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + workspace.controlLog(), e);
        }
    }

    /** What this start has printed, at most the last lines of it. */
    private String tail(long from) {
        try {
            byte[] bytes = Files.readAllBytes(workspace.controlLog());
            int start = (int) Math.min(from, bytes.length);
            List<String> lines = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> "  " + line)
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "  (it cannot be read: " + e.getMessage() + ")";
        }
    }
}
