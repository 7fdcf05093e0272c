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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A driver whose task runs take a while and succeed, and which goes on while no control plane answers. It writes down
 * each task run that it begins, so that one that is begun twice is seen. A control plane starts it where {@code
 * LEAT_DRIVER_COMMAND} says so.
 *
 * <p>Arguments: the file to write to, and how long a task run takes at most, in milliseconds.
 */
public final class WorkingAgent {
    private static final int SLOTS = 200;
    private static final long GLANCE_MILLIS = 20;
    private static final long ORPHANED_NANOS = 120_000_000_000L;

    private final String driverId;
    private final Wire wire;
    private final Path begun;
    private final int longestMillis;
    private final Random random = new Random();
    private final Map<Long, Work> held = new HashMap<>();
    private final Set<Long> done = new HashSet<>();
    private final List<AgentEvent> events = new ArrayList<>();
    private long sequence;
    private long turn;

    private WorkingAgent(String driverId, Wire wire, Path begun, int longestMillis) {
        this.driverId = driverId;
        this.wire = wire;
        this.begun = begun;
        this.longestMillis = longestMillis;
    }

    private record Work(Assignment assignment, long end) {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Map<String, String> environment = System.getenv();
        Path rendezvous = Path.of(environment.get(Protocol.RENDEZVOUS_VARIABLE));
        Wire wire = new Wire(rendezvous, environment.get(Protocol.TOKEN_VARIABLE));
        String driverId = environment.get(Protocol.DRIVER_VARIABLE);
        new WorkingAgent(driverId, wire, Path.of(arguments[0]), Integer.parseInt(arguments[1])).live();
    }

    /** Returns when it is told to leave, or no control plane was heard of for two minutes. */
    private void live() throws InterruptedException, IOException {
        long heard = System.nanoTime();
        boolean registered = false;
        while (System.nanoTime() - heard < ORPHANED_NANOS) {
            try {
                if (!registered) {
                    wire.post(Protocol.REGISTER, registration(), Registered.class);
                    registered = true;
                }

                Instructions todo = turn();
                heard = System.nanoTime();
                if (todo.stop()) {
                    return;
                }

                for (Assignment assignment : todo.run()) {
                    begin(assignment);
                }

                todo.cancel().forEach(taskRunId -> end(taskRunId, Outcome.CANCELED));
            } catch (IOException e) {
                Thread.sleep(GLANCE_MILLIS); // the control plane is down; what is held goes on
            }

            endWhatIsOver();
        }
    }

    private Instructions turn() throws IOException, InterruptedException {
        Poll poll = new Poll(driverId, List.copyOf(held.keySet()), List.of(), List.of(), ++turn);
        if (held.isEmpty() && events.isEmpty()) {
            return wire.post(Protocol.POLL, poll, Instructions.class);
        }

        if (events.isEmpty()) {
            Thread.sleep(GLANCE_MILLIS);
        }

        Acknowledged answer = wire.post(Protocol.REPORT, new Report(driverId, events, poll), Acknowledged.class);
        events.removeIf(event -> event.sequence() <= answer.sequence());
        @Nullable Instructions next = answer.instructions();
        return next == null ? Instructions.NONE : next;
    }

    private void begin(Assignment assignment) throws IOException {
        long taskRunId = assignment.taskRunId();
        if (held.containsKey(taskRunId) || done.contains(taskRunId)) {
            return;
        }

        Files.writeString(begun, taskRunId + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        held.put(taskRunId, new Work(assignment, System.currentTimeMillis() + random.nextInt(longestMillis)));
        tell(assignment, Kind.STARTED, null);
    }

    private void endWhatIsOver() {
        long now = System.currentTimeMillis();
        List<Long> over = held.values().stream()
                .filter(work -> work.end() <= now)
                .map(work -> work.assignment().taskRunId())
                .toList();
        over.forEach(taskRunId -> end(taskRunId, Outcome.SUCCESS));
    }

    private void end(long taskRunId, Outcome outcome) {
        Work work = held.remove(taskRunId);
        if (work != null) {
            done.add(taskRunId);
            tell(work.assignment(), Kind.FINISHED, new Finish(outcome, "", null));
        }
    }

    private void tell(Assignment assignment, Kind kind, @Nullable Finish finish) {
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
        return new Registration(
                Protocol.VERSION,
                driverId,
                ProcessHandle.current().pid(),
                "localhost",
                Runtime.getRuntime().availableProcessors(),
                "none",
                "none",
                "working-" + driverId,
                0,
                false,
                null,
                SLOTS);
    }
}
