package io.leat.core.run;

import java.util.function.LongSupplier;

/** How attempts end, and what comes after: another attempt, or the end of the task and what follows from it. */
final class Attempts {
    private static final long LEAST_PAUSE_MILLIS = 1_000;

    private final LongSupplier ids;
    private final Loops loops;

    Attempts(LongSupplier ids, Loops loops) {
        this.ids = ids;
        this.loops = loops;
    }

    /** What a driver, or the run it had started, says about the end of a task run. */
    static TaskRun end(TaskRun taskRun, Event event, long now) {
        Event.Ending ending = event.ending();
        if (ending == Event.Ending.SUCCESS) {
            return RunMessages.succeeded(taskRun, now);
        }

        if (taskRun.ending() == ResultState.TIMEDOUT) {
            return RunMessages.timedOut(taskRun, now);
        }

        if (taskRun.ending() == ResultState.CANCELED || ending == Event.Ending.CANCELED) {
            return RunMessages.cancelled(taskRun, now);
        }

        return ending == Event.Ending.INTERNAL_ERROR
                ? taskRun.ended(
                        LifeCycleState.INTERNAL_ERROR,
                        ResultState.FAILED,
                        TerminationCode.DRIVER_ERROR,
                        event.message(),
                        now)
                : RunMessages.failed(taskRun, event.message(), now);
    }

    /** Takes in the end of an attempt. */
    void finish(Draft draft, TaskRun end, boolean mayRetry) {
        draft.put(end);
        ResultState result = end.result();
        TaskPolicy policy = draft.plan().policy(end);
        boolean retriable = draft.plan().work(end) == Work.LEAF || draft.plan().work(end) == Work.RUN_JOB;
        if (mayRetry
                && retriable
                && goesOn(draft, end)
                && result != null
                && policy.allowsRetryAfter(end.retriesUsed(), result)) {
            again(draft, end, end.retriesUsed() + 1, due(draft, end, policy));
        } else {
            follow(draft, end);
        }
    }

    /** Whether nobody is ending what the task run belongs to. */
    private static boolean goesOn(Draft draft, TaskRun taskRun) {
        boolean closing = taskRun.isIteration()
                && draft.newest(taskRun.task())
                        .filter(parent -> parent.taskRunId() == taskRun.parentId() && parent.ending() == null)
                        .isEmpty();
        return !draft.isEnding() && !closing;
    }

    /** Its driver was ended for another's sake, so the try does not count. */
    void displaced(Draft draft, TaskRun taskRun, Event event) {
        Event lost = Event.ended(event.taskRunId(), event.fence(), Event.Ending.INTERNAL_ERROR, event.message());
        TaskRun end = end(taskRun, lost, draft.now());
        if (taskRun.ending() != null || !goesOn(draft, taskRun)) {
            finish(draft, end, true);
        } else {
            draft.put(end);
            again(draft, end, end.retriesUsed(), draft.now());
        }
    }

    private void follow(Draft draft, TaskRun end) {
        if (end.isIteration()) {
            loops.iterationEnded(draft, end);
        } else {
            Following.follow(draft, end);
        }
    }

    /** An attempt that no driver was ever given would fail again at once, for want of a driver. */
    private static long due(Draft draft, TaskRun end, TaskPolicy policy) {
        boolean neverGiven = end.fence() == 0 && draft.plan().work(end) == Work.LEAF;
        return neverGiven
                ? draft.now() + Math.max(LEAST_PAUSE_MILLIS, policy.retryIntervalMillis())
                : end.startTime() + policy.retryIntervalMillis();
    }

    private void again(Draft draft, TaskRun end, int retriesUsed, long due) {
        TaskRun next = end.retry(ids.getAsLong(), retriesUsed, due, draft.now());
        draft.put(next);
        if (next.state() == LifeCycleState.PENDING) {
            draft.command(Command.begin(draft.plan().work(next), next.taskRunId()));
        } else {
            draft.command(Command.timeRetry(next.taskRunId(), due));
        }
    }

    /** Ends one task run that has not ended: at once, or by whoever has it. */
    void cancel(Draft draft, TaskRun open, ResultState how) {
        if (draft.plan().work(open) == Work.FOR_EACH && open.state() == LifeCycleState.RUNNING) {
            loops.close(draft, open, how);
        } else if (open.isHeld()) {
            terminate(draft, open, how);
        } else if (open.state() != LifeCycleState.TERMINATING) {
            finish(draft, RunMessages.ending(open, how, draft.now()), false);
        }
    }

    /** Tells whoever has a task run to end it. */
    static void terminate(Draft draft, TaskRun held, ResultState how) {
        if (held.state() != LifeCycleState.TERMINATING) {
            draft.put(held.terminating(how));
        }

        draft.command(Command.cancel(held.taskRunId()));
    }
}
