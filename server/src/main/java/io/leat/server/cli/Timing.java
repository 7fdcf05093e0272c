package io.leat.server.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the time of a {@code leat run} went.
 *
 * @param processStart when the client's process began, in epoch milliseconds
 * @param clientReady when it turned to the control plane
 * @param controlReady when the control plane answered
 */
record Timing(long processStart, long clientReady, long controlReady) {
    static long processStartNow() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElseGet(System::currentTimeMillis);
    }

    /** Such as {@code 41.3s = client 0.3s + control plane 0.9s + driver start 9.8s + tasks 30.3s}. */
    String text(RunView run) {
        long total = run.end() - processStart;
        List<String> parts = new ArrayList<>();
        parts.add("client " + Shown.duration(clientReady - processStart));
        parts.add("control plane " + Shown.duration(run.start() - clientReady));
        long driver = run.driverMillis();
        if (driver > 0) {
            parts.add("driver start " + Shown.duration(driver));
        }
        parts.add("tasks " + Shown.duration(run.end() - run.start() - driver));
        return Shown.duration(total) + " = " + String.join(" + ", parts);
    }
}
