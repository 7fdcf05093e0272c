package io.leat.server.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The control plane itself: how it is, and when it should leave. */
public interface ControlApi {
    Status status();

    /** Begins to leave and returns at once. */
    void stop(Stop how);

    /** How to leave. */
    enum Stop {
        /** Only when no run is active; otherwise refused. */
        WHEN_IDLE,
        /** Now; active runs are taken up again by the next control plane. */
        NOW
    }

    /**
     * The control plane and its drivers.
     *
     * @param started in epoch milliseconds
     * @param workspace its directory
     * @param readyMs from the start of the JVM until requests were answered
     * @param rssBytes resident memory of the process; null when the system does not tell
     */
    record Status(
            String version,
            long pid,
            long started,
            String workspace,
            String workspaceId,
            long readyMs,
            @Nullable Long rssBytes,
            int runsActive,
            List<Driver> drivers) {
        public Status {
            drivers = List.copyOf(drivers);
        }
    }

    /**
     * One driver.
     *
     * @param running task runs it holds
     * @param idleSince in epoch milliseconds; null while it holds task runs
     */
    record Driver(
            String driverId,
            String state,
            String master,
            @Nullable Long pid,
            long started,
            @Nullable Long startMillis,
            @Nullable Boolean classDataArchive,
            List<Long> running,
            @Nullable Long idleSince,
            @Nullable String sparkUi) {
        public Driver {
            running = List.copyOf(running);
        }
    }
}
