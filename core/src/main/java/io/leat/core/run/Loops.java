package io.leat.core.run;

import java.util.function.LongSupplier;

/** For-eaches: as many iterations go on at once as the definition allows; when all have ended, the for-each does. */
final class Loops {
    private final LongSupplier ids;

    Loops(LongSupplier ids) {
        this.ids = ids;
    }

    /** The inputs of a for-each are known. */
    void expanded(Draft draft, TaskRun pending, Event.Found found) {
        TaskRun parent = pending.started(draft.now());
        draft.put(parent);
        draft.loop(parent.task(), Loop.of(parent.taskRunId(), found.total(), found.kept()));
        long timeout = draft.plan().policy(parent).timeoutMillis();
        if (timeout > 0) {
            draft.command(Command.timeTask(parent.taskRunId(), draft.now() + timeout));
        }

        goOn(draft, parent);
    }

    /** An iteration has ended, and will not be tried again. */
    void iterationEnded(Draft draft, TaskRun end) {
        Loop loop = draft.loop(end.task());
        draft.loop(end.task(), loop.ended(!Draft.isFailure(end)));
        draft.newest(end.task())
                .filter(parent -> parent.taskRunId() == end.parentId())
                .ifPresent(parent -> goOn(draft, parent));
    }

    private void goOn(Draft draft, TaskRun parent) {
        int task = parent.task();
        TaskNode.Nested nested = draft.plan().node(task).iterations();
        for (Loop loop = draft.loop(task);
                loop.hasNext() && loop.active() < nested.concurrency();
                loop = draft.loop(task)) {
            TaskRun iteration = TaskRun.iteration(ids.getAsLong(), parent, loop.next());
            draft.loop(task, loop.started());
            draft.put(iteration);
            draft.command(Command.begin(nested.work(), iteration.taskRunId()));
        }

        Loop loop = draft.loop(task);
        if (loop.isDone()) {
            end(draft, parent, loop);
        }
    }

    private static void end(Draft draft, TaskRun parent, Loop loop) {
        ResultState ending = parent.ending();
        TaskRun end = ending == null
                ? RunMessages.looped(parent, loop, draft.now())
                : RunMessages.ending(parent, ending, draft.now());
        draft.put(end);
        Following.follow(draft, end);
    }

    /** Ends a for-each that goes on: no more iterations start, and those that are active are ended. */
    void close(Draft draft, TaskRun parent, ResultState how) {
        TaskRun closing = parent.terminating(how);
        draft.put(closing);
        draft.loop(parent.task(), draft.loop(parent.task()).closed());
        for (TaskRun iteration : draft.openIterations(parent.task())) {
            if (iteration.isHeld()) {
                Attempts.terminate(draft, iteration, how);
            } else {
                TaskRun end = RunMessages.ending(iteration, how, draft.now());
                draft.put(end);
                draft.loop(end.task(), draft.loop(end.task()).ended(false));
            }
        }

        goOn(draft, closing);
    }
}
