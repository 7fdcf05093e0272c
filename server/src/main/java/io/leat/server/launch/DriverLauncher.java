package io.leat.server.launch;

import java.util.Optional;

/** Starts drivers, and finds again those that an earlier control plane started. */
public interface DriverLauncher {
    /**
     * Starts a driver and returns at once; the driver reports itself when it can take work.
     *
     * @throws io.leat.core.error.LeatException when no process could be started, saying why and what to do
     */
    DriverProcess start(DriverSpec spec);

    /**
     * The process of a driver started earlier, if that very process is still alive.
     *
     * @param startedAt as {@link DriverProcess#startedAt()} told it; a process of the same id that started at another
     *     time is somebody else's
     */
    Optional<DriverProcess> attach(String driverId, long pid, long startedAt);
}
