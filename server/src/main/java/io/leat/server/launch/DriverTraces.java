package io.leat.server.launch;

import io.leat.core.cluster.Protocol;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the drivers of one workspace leave on this machine: their processes, and the files those start from. */
public final class DriverTraces {
    /** Stands where a driver's id does while a class-data archive is made. */
    public static final String WARM_UP = "warm-up";

    private static final Logger LOG = LoggerFactory.getLogger(DriverTraces.class);
    private static final Path PROC = Path.of("/proc");
    private static final String ARGUMENTS = ".args";
    private static final String PROPERTIES = ".properties";
    private static final long POLITE_SECONDS = 5;

    private final Workspace workspace;
    private final Path folder;

    public DriverTraces(Workspace workspace) {
        this.workspace = workspace;
        this.folder = DriverFiles.of(workspace, "any").arguments().getParent();
    }

    /**
     * A process that is a driver, or was started by one.
     *
     * @param startedAt in epoch milliseconds; with the process id it names this process and no other
     * @param isDriver whether it is the driver itself, as its command line says
     */
    public record Trace(String driverId, long pid, long startedAt, boolean isDriver) {}

    /** Whether that very process runs, and not another one that was given its id. */
    public static boolean isRunning(long pid, long startedAt) {
        return LocalProcess.found("", pid, startedAt, Path.of("")).isPresent();
    }

    /** All processes of this user that belong to drivers of the workspace. */
    public List<Trace> processes() {
        List<Trace> traces = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(Processes::isRunning)
                .forEach(handle -> trace(handle).ifPresent(traces::add));
        return traces;
    }

    private Optional<Trace> trace(ProcessHandle handle) {
        Optional<String> own = ofCommandLine(handle);
        Optional<String> driverId = own.isPresent() ? own : ofEnvironment(handle.pid());
        return driverId.map(id -> new Trace(id, handle.pid(), startOf(handle), own.isPresent()));
    }

    /** A driver is started as {@code java @<folder>/<id>.args}. */
    private Optional<String> ofCommandLine(ProcessHandle handle) {
        String prefix = "@" + folder + "/";
        for (String argument : handle.info().arguments().orElse(new String[0])) {
            if (argument.startsWith(prefix) && argument.endsWith(ARGUMENTS)) {
                return Optional.of(argument.substring(prefix.length(), argument.length() - ARGUMENTS.length()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofEnvironment(long pid) {
        Path file = PROC.resolve(String.valueOf(pid)).resolve("environ");
        try {
            Map<String, String> environment = new TreeMap<>();
            for (String each :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\0")) {
                int at = each.indexOf('=');
                environment.put(at < 0 ? each : each.substring(0, at), at < 0 ? "" : each.substring(at + 1));
            }
            boolean ours = workspace.control().toString().equals(environment.get(Protocol.RENDEZVOUS_VARIABLE));
            return ours ? Optional.ofNullable(environment.get(Protocol.DRIVER_VARIABLE)) : Optional.empty();
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty(); // it has ended, is another user's, or this system has no /proc
        } catch (IOException e) {
            LOG.debug("Process {} does not tell its environment", pid, e);
            return Optional.empty();
        }
    }

    /** Files that drivers were started from, by driver. */
    public Map<String, List<Path>> files() {
        Map<String, List<Path>> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }

        try (var found = Files.list(folder)) {
            for (Path file : found.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                for (String ending : List.of(ARGUMENTS, PROPERTIES)) {
                    if (name.endsWith(ending) && !name.equals("log4j2" + PROPERTIES)) {
                        String driverId = name.substring(0, name.length() - ending.length());
                        files.computeIfAbsent(driverId, id -> new ArrayList<>()).add(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
        return files;
    }

    /** Where drivers on this machine keep what they shuffle and spill. */
    public Path sparkFolder() {
        return SparkConf.localFolder(workspace);
    }

    /**
     * Ends a process and those it started, first by asking. One that was given the same id since is left alone.
     *
     * @throws LeatException when it is still there after ten seconds more
     */
    public static void end(Trace trace) {
        Optional<LocalProcess> found =
                LocalProcess.found(trace.driverId(), trace.pid(), trace.startedAt(), Path.of(""));
        if (found.isEmpty()) {
            return;
        }

        ProcessHandle.of(trace.pid())
                .filter(handle -> startOf(handle) == trace.startedAt())
                .ifPresent(ProcessHandle::destroy);
        try {
            found.get().onExit().get(POLITE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            found.get().kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "Interrupted while process %d ended.".formatted(trace.pid()), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process cannot fail", e);
        }
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
