package io.leat.lab.load;

import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A driver in which every task run succeeds at once. It reports what it was given and takes what comes with the answer,
 * so a step of a chain costs one message; it polls when there is nothing. A control plane starts it where {@code
 * LEAT_DRIVER_COMMAND} says so.
 */
public final class NoopAgent {
    private static final int SLOTS = 1_000;
    private static final long PAUSE_MILLIS = 50;
    private static final long ORPHANED_NANOS = 60_000_000_000L;

    private final String driverId;
    private final Wire wire;
    private final List<AgentEvent> events = new ArrayList<>();
    private final List<Long> holding = new ArrayList<>();
    private long sequence;
    private long turn;

    private NoopAgent(String driverId, Wire wire) {
        this.driverId = driverId;
        this.wire = wire;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Path rendezvous = Path.of(environment.get(Protocol.RENDEZVOUS_VARIABLE));
        Wire wire = new Wire(rendezvous, environment.get(Protocol.TOKEN_VARIABLE));
        new NoopAgent(environment.get(Protocol.DRIVER_VARIABLE), wire).live();
    }

    /** Returns when it is told to leave, or no control plane was heard of for a minute. */
    private void live() throws InterruptedException {
        long heard = System.nanoTime();
        while (System.nanoTime() - heard < ORPHANED_NANOS) {
            try {
                wire.post(Protocol.REGISTER, registration(), Registered.class);
                work();
                return;
            } catch (IOException e) {
                heard = e.getMessage() != null && e.getMessage().contains("answered") ? System.nanoTime() : heard;
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void work() throws IOException {
        Instructions todo = Instructions.NONE;
        while (!todo.stop()) {
            todo = events.isEmpty() ? wire.post(Protocol.POLL, poll(), Instructions.class) : report();
            todo.run().forEach(this::end);
        }
    }

    private Instructions report() throws IOException {
        Report report = new Report(driverId, events, poll());
        Acknowledged answer = wire.post(Protocol.REPORT, report, Acknowledged.class);
        events.clear();
        holding.clear();
        @Nullable Instructions next = answer.instructions();
        return next == null ? Instructions.NONE : next;
    }

    private Poll poll() {
        return new Poll(driverId, holding, List.of(), List.of(), ++turn);
    }

    private void end(Assignment assignment) {
        holding.add(assignment.taskRunId());
        add(assignment, Kind.STARTED, null);
        add(assignment, Kind.FINISHED, new Finish(Outcome.SUCCESS, "", null));
    }

    private void add(Assignment assignment, Kind kind, @Nullable Finish finish) {
        events.add(new AgentEvent(
                ++sequence,
                assignment.taskRunId(),
                assignment.fence(),
                kind,
                System.currentTimeMillis(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                finish));
    }

    private Registration registration() {
        long age = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        return new Registration(
                Protocol.VERSION,
                driverId,
                ProcessHandle.current().pid(),
                "localhost",
                Runtime.getRuntime().availableProcessors(),
                "none",
                "none",
                "noop-" + driverId,
                age,
                false,
                null,
                SLOTS);
    }
}
