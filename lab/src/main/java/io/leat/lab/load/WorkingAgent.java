package io.leat.lab.load;

import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

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

    private final DriverSide side;
    private final Path begun;
    private final int longestMillis;
    private final Random random = new Random();
    private final Map<Long, Work> held = new HashMap<>();
    private final Set<Long> done = new HashSet<>();

    private WorkingAgent(DriverSide side, Path begun, int longestMillis) {
        this.side = side;
        this.begun = begun;
        this.longestMillis = longestMillis;
    }

    private record Work(Assignment assignment, long end) {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        DriverSide side = DriverSide.ofEnvironment("working", SLOTS);
        new WorkingAgent(side, Path.of(arguments[0]), Integer.parseInt(arguments[1])).live();
    }

    /** Returns when it is told to leave, or no control plane was heard of for two minutes. */
    private void live() throws InterruptedException, IOException {
        long heard = System.nanoTime();
        boolean registered = false;
        while (System.nanoTime() - heard < ORPHANED_NANOS) {
            try {
                if (!registered) {
                    side.register();
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
        Set<Long> holding = held.keySet();
        if (held.isEmpty() && !side.hasEvents()) {
            return side.poll(holding);
        }

        if (!side.hasEvents()) {
            Thread.sleep(GLANCE_MILLIS);
        }

        return side.report(holding);
    }

    private void begin(Assignment assignment) throws IOException {
        long taskRunId = assignment.taskRunId();
        if (held.containsKey(taskRunId) || done.contains(taskRunId)) {
            return;
        }

        Files.writeString(begun, taskRunId + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        held.put(taskRunId, new Work(assignment, System.currentTimeMillis() + random.nextInt(longestMillis)));
        side.tell(AgentEvent.started(assignment, System.currentTimeMillis()));
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
            Finish finish = new Finish(outcome, "", null);
            side.tell(AgentEvent.finished(work.assignment(), System.currentTimeMillis(), finish));
        }
    }
}
