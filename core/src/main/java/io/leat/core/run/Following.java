package io.leat.core.run;

import io.leat.core.run.TaskNode.Presence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What follows for the tasks below one that has ended. */
final class Following {
    private Following() {}

    /** Frees, or skips, what waited for a finished task, and what waited for that. */
    static void follow(Draft draft, TaskRun end) {
        Deque<TaskRun> ends = new ArrayDeque<>();
        ends.add(end);
        while (!ends.isEmpty()) {
            for (int task : draft.settle(ends.remove())) {
                draft.newest(task)
                        .filter(found -> found.state() == LifeCycleState.BLOCKED)
                        .flatMap(blocked -> free(draft, blocked))
                        .ifPresent(ends::add);
            }
        }
    }

    /** Lets a task begin, or skips it; returns its end if it was skipped. */
    static Optional<TaskRun> free(Draft draft, TaskRun blocked) {
        TaskRun next = freed(draft, blocked);
        draft.put(next);
        if (next.state() != LifeCycleState.PENDING) {
            return Optional.of(next);
        }

        draft.command(Command.begin(draft.plan().work(next), next.taskRunId()));
        return Optional.empty();
    }

    private static TaskRun freed(Draft draft, TaskRun blocked) {
        TaskNode node = draft.plan().node(blocked.task());
        long now = draft.now();
        if (node.presence() != Presence.PRESENT) {
            return RunMessages.absent(blocked, node.presence(), now);
        }

        return switch (RunCondition.of(node, draft::newest)) {
            case RUNS -> blocked.to(LifeCycleState.PENDING);
            case EXCLUDED -> RunMessages.excluded(blocked, now);
            case UPSTREAM_FAILED -> RunMessages.upstreamFailed(blocked, now);
            case UPSTREAM_CANCELED -> RunMessages.upstreamCancelled(blocked, now);
        };
    }
}
