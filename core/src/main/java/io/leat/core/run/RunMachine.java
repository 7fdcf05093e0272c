package io.leat.core.run;

import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;

/** The only code that moves runs and task runs. Pure: facts and time come in, a {@link Change} goes out. */
public final class RunMachine {
    private static final long LEAST_PAUSE_MILLIS = 1_000;

    private final LongSupplier ids;

    /**
     * @param ids of new task runs, never the same twice in a workspace
     */
    public RunMachine(LongSupplier ids) {
        this.ids = ids;
    }

    /**
     * What this event moves, at {@code now} in epoch milliseconds. An event that comes late, twice, or from an
     * assignment that holds no more moves nothing.
     */
    public Change on(Run run, Event event, long now) {
        Draft draft = new Draft(run, now);
        if (run.status().isTerminal()) {
            return draft.done();
        }

        switch (event.kind()) {
            case START -> start(draft, run.runId());
            case ASSIGNED -> assigned(draft, event);
            case STARTED -> started(draft, event);
            case ENDED -> ended(draft, event);
            case DISPLACED -> displaced(draft, event);
            case RETRY_DUE -> retryDue(draft, event.taskRunId());
            case TASK_TIMEOUT -> taskTimeout(draft, event.taskRunId());
            case RUN_TIMEOUT -> runTimeout(draft);
            case CANCEL -> endAll(draft, ResultState.CANCELED);
        }
        finishIfDone(draft);
        return draft.done();
    }

    private void start(Draft draft, long runId) {
        if (draft.plan().graph().size() > 0 && draft.newest(0).isPresent()) {
            return;
        }

        for (int task = 0; task < draft.plan().graph().size(); task++) {
            boolean free = draft.plan().graph().upstream(task).length == 0;
            LifeCycleState state = free ? LifeCycleState.PENDING : LifeCycleState.BLOCKED;
            String key = draft.plan().graph().key(task);
            TaskRun first = TaskRun.first(ids.getAsLong(), runId, task, key, state);
            draft.put(first);
            if (free) {
                draft.command(Command.assign(first.taskRunId()));
            }
        }

        timeRun(draft);
    }

    private static void timeRun(Draft draft) {
        if (draft.plan().timeoutMillis() > 0) {
            draft.command(Command.timeRun(due(draft)));
        }
    }

    private static long due(Draft draft) {
        return draft.status().began() + draft.plan().timeoutMillis();
    }

    /**
     * What a repair moves: the chosen tasks begin anew, and so do tasks the run never had; the others keep how they
     * ended. Empty when there is nothing to do.
     *
     * @param run that has ended; its plan may be another than the one it ended with
     */
    public Change repair(Run run, RepairChoice choice, long now) {
        if (!run.status().isTerminal()) {
            throw new IllegalStateException("run %d has not ended".formatted(run.runId()));
        }

        Draft draft = new Draft(run, now);
        BitSet chosen = choice.tasks(run);
        if (!chosen.isEmpty()) {
            draft.status(draft.status().repaired(now));
            draft.recount(run.newest().stream()
                    .filter(taskRun -> !chosen.get(taskRun.task()))
                    .toList());
            beginAgain(draft, chosen, run.runId());
            timeRun(draft);
            finishIfDone(draft);
        }

        return draft.done();
    }

    private void beginAgain(Draft draft, BitSet chosen, long runId) {
        List<TaskRun> blocked =
                chosen.stream().mapToObj(task -> blocked(draft, runId, task)).toList();
        blocked.forEach(draft::put);
        List<TaskRun> free = blocked.stream()
                .filter(taskRun -> draft.waiting(taskRun.task()) == 0)
                .toList();
        free.forEach(taskRun -> Following.free(draft, taskRun).ifPresent(end -> Following.follow(draft, end)));
    }

    private TaskRun blocked(Draft draft, long runId, int task) {
        long id = ids.getAsLong();
        String key = draft.plan().graph().key(task);
        return draft.newest(task)
                .map(last -> last.repaired(id))
                .orElseGet(() -> TaskRun.first(id, runId, task, key, LifeCycleState.BLOCKED));
    }

    private static void assigned(Draft draft, Event event) {
        draft.findOpen(event.taskRunId())
                .filter(taskRun -> taskRun.state() == LifeCycleState.PENDING && event.fence() > taskRun.fence())
                .ifPresent(taskRun -> draft.put(taskRun.assigned(String.valueOf(event.driverId()), event.fence())));
    }

    private static void started(Draft draft, Event event) {
        draft.findOpen(event.taskRunId())
                .filter(taskRun -> taskRun.fence() == event.fence() && taskRun.state() == LifeCycleState.PENDING)
                .ifPresent(taskRun -> {
                    draft.put(taskRun.started(draft.now()));
                    if (draft.status().state() == LifeCycleState.PENDING) {
                        draft.status(draft.status().running());
                    }

                    long timeout = draft.plan().policies().get(taskRun.task()).timeoutMillis();
                    if (timeout > 0) {
                        draft.command(Command.timeTask(taskRun.taskRunId(), draft.now() + timeout));
                    }
                });
    }

    private void ended(Draft draft, Event event) {
        draft.findOpen(event.taskRunId())
                .filter(taskRun -> taskRun.fence() == event.fence())
                .ifPresent(taskRun -> finish(draft, end(taskRun, event, draft.now()), true));
    }

    private static TaskRun end(TaskRun taskRun, Event event, long now) {
        Event.Ending ending = event.ending();
        if (ending == Event.Ending.SUCCESS) {
            return taskRun.ended(LifeCycleState.TERMINATED, ResultState.SUCCESS, TerminationCode.SUCCESS, "", now);
        }

        if (taskRun.ending() == ResultState.TIMEDOUT) {
            return RunMessages.timedOut(taskRun, now);
        }

        if (taskRun.ending() == ResultState.CANCELED || ending == Event.Ending.CANCELED) {
            return RunMessages.cancelled(taskRun, now);
        }

        boolean infrastructure = ending == Event.Ending.INTERNAL_ERROR;
        return taskRun.ended(
                infrastructure ? LifeCycleState.INTERNAL_ERROR : LifeCycleState.TERMINATED,
                ResultState.FAILED,
                infrastructure ? TerminationCode.DRIVER_ERROR : TerminationCode.RUN_EXECUTION_ERROR,
                event.message(),
                now);
    }

    private void displaced(Draft draft, Event event) {
        draft.findOpen(event.taskRunId())
                .filter(taskRun -> taskRun.fence() == event.fence())
                .ifPresent(taskRun -> {
                    Event lost =
                            Event.ended(event.taskRunId(), event.fence(), Event.Ending.INTERNAL_ERROR, event.message());
                    TaskRun end = end(taskRun, lost, draft.now());
                    if (draft.status().ending() != null || taskRun.ending() != null) {
                        finish(draft, end, false);
                    } else {
                        draft.put(end);
                        again(draft, end, end.retriesUsed(), draft.now());
                    }
                });
    }

    /** Takes in the end of an attempt: another attempt, or the end of the task and what follows from it. */
    private void finish(Draft draft, TaskRun end, boolean mayRetry) {
        draft.put(end);
        ResultState result = end.result();
        TaskPolicy policy = draft.plan().policies().get(end.task());
        if (mayRetry
                && draft.status().ending() == null
                && result != null
                && policy.allowsRetryAfter(end.retriesUsed(), result)) {
            again(draft, end, end.retriesUsed() + 1, due(end, policy, draft.now()));
        } else {
            Following.follow(draft, end);
        }
    }

    /** An attempt that no driver was ever given would fail again at once, for want of a driver. */
    private static long due(TaskRun end, TaskPolicy policy, long now) {
        return end.fence() == 0
                ? now + Math.max(LEAST_PAUSE_MILLIS, policy.retryIntervalMillis())
                : end.startTime() + policy.retryIntervalMillis();
    }

    private void again(Draft draft, TaskRun end, int retriesUsed, long due) {
        TaskRun next = end.retry(ids.getAsLong(), retriesUsed, due, draft.now());
        draft.put(next);
        if (next.state() == LifeCycleState.PENDING) {
            draft.command(Command.assign(next.taskRunId()));
        } else {
            draft.command(Command.timeRetry(next.taskRunId(), due));
        }
    }

    private static void retryDue(Draft draft, long taskRunId) {
        draft.findOpen(taskRunId)
                .filter(taskRun -> taskRun.state() == LifeCycleState.WAITING_FOR_RETRY)
                .ifPresent(taskRun -> {
                    draft.put(taskRun.to(LifeCycleState.PENDING));
                    draft.command(Command.assign(taskRunId));
                });
    }

    private static void taskTimeout(Draft draft, long taskRunId) {
        draft.findOpen(taskRunId)
                .filter(taskRun -> taskRun.state() == LifeCycleState.RUNNING)
                .ifPresent(taskRun -> {
                    draft.put(taskRun.terminating(ResultState.TIMEDOUT));
                    draft.command(Command.cancel(taskRunId));
                });
    }

    /** The timer of an earlier execution of the run says nothing about a repair. */
    private static void runTimeout(Draft draft) {
        if (draft.plan().timeoutMillis() > 0 && draft.now() >= due(draft)) {
            endAll(draft, ResultState.TIMEDOUT);
        }
    }

    /** Ends all that has no driver at once, and tells the drivers of the others. */
    private static void endAll(Draft draft, ResultState how) {
        if (draft.status().ending() != null) {
            return;
        }

        draft.status(draft.status().terminating(how));
        for (int task = 0; task < draft.plan().graph().size(); task++) {
            TaskRun open = draft.newest(task)
                    .filter(found -> !found.state().isTerminal())
                    .orElse(null);
            if (open == null) {
                continue;
            }

            if (open.isAssigned()) {
                if (open.state() != LifeCycleState.TERMINATING) {
                    draft.put(open.terminating(how));
                }

                draft.command(Command.cancel(open.taskRunId()));
            } else {
                TaskRun end = how == ResultState.TIMEDOUT
                        ? RunMessages.timedOut(open, draft.now())
                        : RunMessages.cancelled(open, draft.now());
                draft.put(end);
                draft.settle(end);
            }
        }
    }

    private static void finishIfDone(Draft draft) {
        if (draft.tally().open() > 0 || draft.status().isTerminal()) {
            return;
        }

        draft.status(RunMessages.end(draft));
        draft.command(Command.ended());
    }
}
