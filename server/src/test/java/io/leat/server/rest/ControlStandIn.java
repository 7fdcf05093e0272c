package io.leat.server.rest;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A control plane with one idle driver. */
final class ControlStandIn implements ControlApi {
    final Queue<Stop> stops = new ConcurrentLinkedQueue<>();

    @Override
    public Status status() {
        Driver driver = new Driver("d-1", "READY", "local[2]", 42L, 5, 6000L, true, List.of(), 9L, null);
        return new Status("0.1.0", 41, 1, "/w", "w-1", 700, 100L, 0, List.of(driver));
    }

    @Override
    public void stop(Stop how) {
        stops.add(how);
    }
}
