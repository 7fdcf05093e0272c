package io.leat.server.launch;

import io.leat.core.cluster.Protocol;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A driver's process on this machine: a child of ours, or one left by an earlier control plane. */
final class LocalProcess implements DriverProcess {
    private static final Duration DEATH = Duration.ofSeconds(10);
    private static final long GLANCE_MILLIS = 250;
    /** How far two readings of a process's start may lie apart. */
    private static final long SAME_START_MILLIS = 2000;

    private final ProcessHandle handle;
    private final long startedAt;
    private final Path log;
    private final CompletableFuture<Integer> exit;

    private LocalProcess(ProcessHandle handle, Path log, CompletableFuture<Integer> exit) {
        this.handle = handle;
        this.startedAt = startOf(handle);
        this.log = log;
        this.exit = exit;
    }

    static LocalProcess child(Process process, Path log) {
        CompletableFuture<Integer> exit = process.onExit().thenApply(Process::exitValue);
        return new LocalProcess(process.toHandle(), log, exit);
    }

    /** The process of this number, if it is alive and, by its start or its environment, that driver's. */
    static Optional<LocalProcess> found(String driverId, long pid, long startedAt, Path log) {
        String variable = Protocol.DRIVER_VARIABLE + "=" + driverId;
        return ProcessHandle.of(pid)
                .filter(Processes::isRunning)
                .filter(handle -> Math.abs(startOf(handle) - startedAt) <= SAME_START_MILLIS
                        || Processes.hasVariable(pid, variable)) // the machine's clock was set
                .map(handle -> {
                    CompletableFuture<Integer> exit = new CompletableFuture<>();
                    watch(handle, exit);
                    return new LocalProcess(handle, log, exit);
                });
    }

    /**
     * Looks again and again. {@code ProcessHandle.onExit} would wait for ever on a process that ended while nobody
     * collects it, as in a container whose first process does not care for orphans.
     */
    private static void watch(ProcessHandle handle, CompletableFuture<Integer> exit) {
        if (!Processes.isRunning(handle)) {
            exit.complete(-1);
            return;
        }
        CompletableFuture.delayedExecutor(GLANCE_MILLIS, TimeUnit.MILLISECONDS).execute(() -> watch(handle, exit));
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public long startedAt() {
        return startedAt;
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone() && Processes.isRunning(handle);
    }

    @Override
    public void kill() {
        handle.descendants().forEach(ProcessHandle::destroyForcibly);
        handle.destroyForcibly();
        @Nullable Throwable cause = null;
        try {
            exit.get(DEATH.toMillis(), TimeUnit.MILLISECONDS);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cause = e;
        } catch (ExecutionException | TimeoutException e) {
            cause = e;
        }
        if (Processes.isRunning(handle)) {
            throw new LeatException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "Process %d was killed and is still there after %d seconds; see what holds it with: ps -o pid,stat,wchan -p %d"
                            .formatted(pid(), DEATH.toSeconds(), pid()),
                    cause);
        }
    }

    @Override
    public CompletableFuture<Integer> onExit() {
        return exit.copy();
    }

    @Override
    public Path log() {
        return log;
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
