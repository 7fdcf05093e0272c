package io.leat.core.run;

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

        draft.command(Command.assign(next.taskRunId()));
        return Optional.empty();
    }

    private static TaskRun freed(Draft draft, TaskRun blocked) {
        boolean failed = false;
        boolean cancelled = false;
        for (int above : draft.plan().graph().upstream(blocked.task())) {
            TaskRun last = draft.newest(above).orElseThrow();
            boolean byCancel = last.result() == ResultState.CANCELED || last.result() == ResultState.UPSTREAM_CANCELED;
            cancelled |= byCancel;
            failed |= Draft.isFailure(last) && !byCancel;
        }

        if (failed) {
            return RunMessages.upstreamFailed(blocked, draft.now());
        }

        return cancelled ? RunMessages.upstreamCancelled(blocked, draft.now()) : blocked.to(LifeCycleState.PENDING);
    }
}
