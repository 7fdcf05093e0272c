package io.leat.jobs.agent;

import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.Assignment;
import io.leat.jobs.agent.TaskRunThread.Stop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The task runs this driver holds: accepted, and not yet acknowledged as finished. */
final class TaskRuns {
    private final Driver driver;
    private final Map<Long, TaskRunThread> held = new LinkedHashMap<>();

    TaskRuns(Driver driver) {
        this.driver = driver;
    }

    /** Starts what is not held yet; says whether there was such a thing. The higher fence wins. */
    synchronized boolean start(List<Assignment> assignments) {
        boolean any = false;
        for (Assignment assignment : assignments) {
            TaskRunThread older = held.get(assignment.taskRunId());
            if (older == null || older.fence() < assignment.fence()) {
                if (older != null) {
                    older.end(Stop.REPLACED);
                }

                held.put(assignment.taskRunId(), TaskRunThread.start(assignment, driver, older));
                any = true;
            }
        }

        return any;
    }

    /** Tells these to end; says whether any was not told before. */
    synchronized boolean cancel(List<Long> taskRunIds) {
        boolean any = false;
        for (Long id : taskRunIds) {
            TaskRunThread run = held.get(id);
            if (run != null && !run.isCancelling()) {
                run.end(Stop.CANCELED);
                any = true;
            }
        }

        return any;
    }

    /** Tells all to end and waits until they have, and that is acknowledged; says whether it came in time. */
    synchronized boolean leave(long millis) throws InterruptedException {
        held.values().forEach(run -> run.end(Stop.LEAVING));
        long end = System.nanoTime() + millis * 1_000_000;
        while (!held.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }

            wait(left);
        }

        return true;
    }

    /** These events are durable: whose end is among them is not held any more. */
    synchronized void acknowledged(List<AgentEvent> events) {
        for (AgentEvent event : events) {
            TaskRunThread run = held.get(event.taskRunId());
            if (event.kind() == Kind.FINISHED && run != null && run.fence() == event.fence()) {
                held.remove(event.taskRunId());
                notifyAll();
            }
        }
    }

    synchronized List<Long> holding() {
        return List.copyOf(held.keySet());
    }

    synchronized List<Long> cancelling() {
        return held.entrySet().stream()
                .filter(entry -> entry.getValue().isCancelling())
                .map(Map.Entry::getKey)
                .toList();
    }
}
