package io.leat.lab.simulation;

import io.leat.core.cluster.AgentEvent.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What really happened in the drivers, whoever was told. */
final class Truth {
    private final Map<Long, Ended> ended = new HashMap<>();
    private final Set<Long> told = new HashSet<>();
    private final Map<Long, String> running = new HashMap<>();
    private final Map<Long, String> holders = new HashMap<>();
    private final Set<String> dead = new HashSet<>();
    private final Set<Long> cancelled = new HashSet<>();
    private boolean launchFailed;

    /** How the code of a task run ended. */
    record Ended(Outcome outcome, String message) {}

    /** A driver took a task run over; its code may run from now on. */
    void taken(long taskRunId, long fence, String driverId) {
        String holder = holders.putIfAbsent(fence, driverId);
        Violation.when(
                holder != null && !holder.equals(driverId),
                "fence %d of task run %d is held by %s and by %s",
                fence,
                taskRunId,
                holder,
                driverId);
        Violation.when(told.contains(taskRunId), "task run %d has ended and is given to %s again", taskRunId, driverId);
        String other = running.put(taskRunId, driverId);
        Violation.when(
                other != null && !other.equals(driverId) && !dead.contains(other),
                "task run %d runs in %s and in %s",
                taskRunId,
                other,
                driverId);
    }

    void ended(long taskRunId, Outcome outcome, String message) {
        running.remove(taskRunId);
        ended.put(taskRunId, new Ended(outcome, message));
    }

    /** Its end was acknowledged. */
    void told(long taskRunId) {
        told.add(taskRunId);
    }

    void died(String driverId) {
        dead.add(driverId);
        running.values().removeIf(driverId::equals);
    }

    void launchFailed() {
        launchFailed = true;
    }

    /** Somebody asked for the end of this run. */
    void cancelled(long runId) {
        cancelled.add(runId);
    }

    Optional<String> runningIn(long taskRunId) {
        return Optional.ofNullable(running.get(taskRunId));
    }

    Optional<Ended> end(long taskRunId) {
        return Optional.ofNullable(ended.get(taskRunId));
    }

    boolean isTold(long taskRunId) {
        return told.contains(taskRunId);
    }

    boolean isDead(String driverId) {
        return dead.contains(driverId);
    }

    boolean isCancelled(long runId) {
        return cancelled.contains(runId);
    }

    /** Whether a task run may have got no driver: because none started, or one ended before it was known to be up. */
    boolean mayHaveFailedToLaunch() {
        return launchFailed || !dead.isEmpty();
    }
}
