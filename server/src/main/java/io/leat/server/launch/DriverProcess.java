package io.leat.server.launch;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The process of one driver, which does not end with the control plane's. */
public interface DriverProcess {
    long pid();

    /** When the process started, in epoch milliseconds; with the process id it names this process and no other. */
    long startedAt();

    boolean isAlive();

    /**
     * Kills the process and those it started, and returns when it is dead.
     *
     * @throws io.leat.core.error.LeatException when it is still alive after ten seconds
     */
    void kill();

    /** Completes with the exit status when the process has ended; with -1 where the status cannot be known. */
    CompletableFuture<Integer> onExit();

    /** What the process prints. */
    Path log();
}
