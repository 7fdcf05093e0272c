package io.leat.server.engine;

import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.Registration;
import io.leat.server.launch.DriverProcess;
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

    /** Counts what was heard of it, so that silence can be told. */
    long heard;

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

    private @Nullable CompletableFuture<Instructions> waiting;
    private @Nullable Poll poll;

    Driver(String driverId, PoolKey pool, long startedAt) {
        this.driverId = driverId;
        this.pool = pool;
        this.startedAt = startedAt;
        this.idleSince = startedAt;
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

    /** Waits with the answer until there is something to do; an older wait is answered with nothing. */
    CompletableFuture<Instructions> await(Poll next) {
        answer(Instructions.NONE);
        poll = next;
        waiting = new CompletableFuture<>();
        return waiting;
    }

    boolean isWaiting(CompletableFuture<Instructions> answer) {
        return waiting == answer;
    }

    /** Answers the waiting poll if what the driver should hold differs from what it said it holds. */
    void wake() {
        if (poll != null) {
            Instructions difference = difference(poll);
            if (!difference.isEmpty()) {
                answer(difference);
            }
        }
    }

    void answer(Instructions instructions) {
        CompletableFuture<Instructions> answer = waiting;
        waiting = null;
        poll = null;
        if (answer != null) {
            answer.complete(instructions);
        }
    }

    private Instructions difference(Poll said) {
        List<Assignment> run = new ArrayList<>();
        held.forEach((taskRunId, assignment) -> {
            if (!said.holding().contains(taskRunId)) {
                run.add(assignment);
            }
        });
        List<Long> cancel = said.holding().stream()
                .filter(taskRunId -> cancelled.contains(taskRunId) || !held.containsKey(taskRunId))
                .filter(taskRunId -> !said.cancelling().contains(taskRunId))
                .toList();
        List<Query> ask = queries.values().stream()
                .filter(query -> !said.queries().contains(query.queryId()))
                .toList();
        return new Instructions(run, cancel, ask, stopping && isIdle());
    }
}
