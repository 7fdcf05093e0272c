package io.leat.server.engine;

import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.Registration;
import io.leat.core.job.Hosting;
import io.leat.server.launch.DriverProcess;
import io.leat.server.rest.ControlApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A driver as the engine knows it: what it should hold. For the engine's thread. */
final class Driver {
    final String driverId;
    final PoolKey pool;
    final long startedAt;
    final Map<Long, Assignment> held = new LinkedHashMap<>();
    final Map<String, Query> queries = new LinkedHashMap<>();
    final Set<Long> cancelled = new HashSet<>();
    long lastSequence;

    /** Its age in beats of the engine's, by which silence is told. */
    long beats;

    /** The beat up to which it may be silent. */
    long patience;

    long idleSince;
    boolean stopping;

    /** Whether it has ended, or another object has taken its place. */
    boolean gone;

    /** The task run whose disobedience cost the driver its life; null if none did. */
    @Nullable
    Long killedFor;

    @Nullable
    DriverProcess process;

    @Nullable
    Registration registration;

    private Standing said = Standing.unknown();
    private @Nullable CompletableFuture<Instructions> waiting;
    private long waitingSince;

    Driver(String driverId, PoolKey pool, long startedAt) {
        this.driverId = driverId;
        this.pool = pool;
        this.startedAt = startedAt;
        this.idleSince = startedAt;
    }

    /** How many task runs more it may be given. */
    int room(int usual) {
        return isReady() ? Math.max(0, slots(usual) - held.size()) : 0;
    }

    private int slots(int usual) {
        return registration == null || registration.slots() == null ? usual : registration.slots();
    }

    /** Of what it holds, the greatest; 0 when it holds nothing. */
    long lastFence() {
        return held.values().stream().mapToLong(Assignment::fence).max().orElse(0);
    }

    boolean isReady() {
        return registration != null && !stopping && killedFor == null;
    }

    boolean isIdle() {
        return held.isEmpty() && queries.isEmpty();
    }

    String state() {
        if (stopping || killedFor != null) {
            return "STOPPING";
        }

        return registration == null ? "STARTING" : isIdle() ? "IDLE" : "BUSY";
    }

    /** Takes in what the driver says it holds, unless it has said something newer already. */
    void hear(Poll poll) {
        if (poll.turn() >= said.turn()) {
            said = Standing.of(poll);
        }
    }

    /** Waits with the answer until there is something to do; an older wait is answered with nothing. */
    CompletableFuture<Instructions> await(Poll poll) {
        hear(poll);
        answer(Instructions.NONE);
        waiting = new CompletableFuture<>();
        waitingSince = beats;
        return waiting;
    }

    /** Whether a poll has waited for its answer for so many beats. */
    boolean hasWaited(long number) {
        return waiting != null && beats - waitingSince >= number;
    }

    /** Answers the waiting poll if what the driver should hold differs from what it said it holds. */
    void wake() {
        if (waiting != null) {
            Instructions instructions = tell();
            if (!instructions.isEmpty()) {
                answer(instructions);
            }
        }
    }

    void answer(Instructions instructions) {
        CompletableFuture<Instructions> answer = waiting;
        waiting = null;
        if (answer != null) {
            answer.complete(instructions);
        }
    }

    /**
     * Whether it is of no use to others once this task run has ended: for having run foreign code itself, or because a
     * program was cancelled, of which Spark's own workers may still run a function to its end.
     */
    boolean isSpentBy(long taskRunId, boolean cancelledNow) {
        Assignment assignment = held.get(taskRunId);
        if (assignment == null || slots(1) != 1) {
            return false;
        }

        return switch (Hosting.of(assignment.kind())) {
            case SHARED -> false;
            case ALONE -> cancelledNow;
            case ONCE -> true;
        };
    }

    /** It ended a task run, and said so. */
    void released(long taskRunId) {
        held.remove(taskRunId);
        cancelled.remove(taskRunId);
        said.released(taskRunId);
    }

    /** The difference between what the driver should hold and what it holds, which counts as known to it from now on. */
    Instructions tell() {
        List<Assignment> run = new ArrayList<>();
        held.forEach((taskRunId, assignment) -> {
            if (!said.holding().contains(taskRunId)) {
                run.add(assignment);
            }
        });
        List<Long> cancel = said.holding().stream()
                .filter(taskRunId -> cancelled.contains(taskRunId) || !held.containsKey(taskRunId))
                .filter(taskRunId -> !said.isCancelling(taskRunId))
                .toList();
        List<Query> ask = queries.values().stream()
                .filter(query -> !said.isAnswering(query))
                .toList();
        Instructions instructions = new Instructions(run, cancel, ask, stopping && isIdle(), said.turn());
        said.told(instructions);
        return instructions;
    }

    /** As clients are told of it. */
    ControlApi.Driver view() {
        return new ControlApi.Driver(
                driverId,
                state(),
                pool.master(),
                process == null ? null : process.pid(),
                startedAt,
                registration == null ? null : registration.startMillis(),
                registration == null ? null : registration.classDataArchive(),
                List.copyOf(held.keySet()),
                isIdle() ? idleSince : null,
                registration == null ? null : registration.sparkUi());
    }
}
