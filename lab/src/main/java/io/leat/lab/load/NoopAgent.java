package io.leat.lab.load;

import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A driver in which every task run succeeds at once. It reports what it was given and takes what comes with the answer,
 * so a step of a chain costs one message; it polls when there is nothing. A control plane starts it where {@code
 * LEAT_DRIVER_COMMAND} says so.
 */
public final class NoopAgent {
    private static final int SLOTS = 1_000;
    private static final long PAUSE_MILLIS = 50;
    private static final long ORPHANED_NANOS = 60_000_000_000L;

    private final DriverSide side;
    private final List<Long> holding = new ArrayList<>();

    private NoopAgent(DriverSide side) {
        this.side = side;
    }

    public static void main(String[] arguments) throws InterruptedException {
        new NoopAgent(DriverSide.ofEnvironment("noop", SLOTS)).live();
    }

    /** Returns when it is told to leave, or no control plane was heard of for a minute. */
    private void live() throws InterruptedException {
        long heard = System.nanoTime();
        while (System.nanoTime() - heard < ORPHANED_NANOS) {
            try {
                side.register();
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
            todo = side.hasEvents() ? report() : side.poll(holding);
            todo.run().forEach(this::end);
        }
    }

    private Instructions report() throws IOException {
        Instructions next = side.report(holding);
        holding.clear();
        return next;
    }

    private void end(Assignment assignment) {
        holding.add(assignment.taskRunId());
        long now = System.currentTimeMillis();
        side.tell(AgentEvent.started(assignment, now));
        side.tell(AgentEvent.finished(assignment, now, new Finish(Outcome.SUCCESS, "", null)));
    }
}
