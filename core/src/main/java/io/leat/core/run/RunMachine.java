package io.leat.core.run;

import io.leat.core.error.LeatException;
import io.leat.core.run.TaskNode.Presence;
import io.leat.core.run.Transitions.Cause;
import io.leat.core.value.TaskValues;
import java.util.BitSet;
import java.util.function.LongSupplier;

/** The only code that moves runs and task runs. Pure: facts and time come in, a {@link Change} goes out. */
public final class RunMachine {
    private final LongSupplier ids;
    private final Loops loops;
    private final Attempts attempts;

    /**
     * @param ids of new task runs, never the same twice in a workspace
     */
    public RunMachine(LongSupplier ids) {
        this.ids = ids;
        this.loops = new Loops(ids);
        this.attempts = new Attempts(ids, loops);
    }

    /**
     * What this event moves, at {@code now} in epoch milliseconds. An event that comes late, twice, or from an
     * assignment that holds no more moves nothing.
     */
    public Change on(Run run, Event event, long now) {
        Draft draft = new Draft(run, Cause.of(event.kind()), now);
        if (run.status().isTerminal()) {
            return draft.done();
        }

        if (run.status().state() == LifeCycleState.QUEUED) {
            onQueued(draft, run, event);
            return draft.done();
        }

        if (!hasBegun(draft, run) && event.kind() != Event.Kind.START) {
            if (event.kind() == Event.Kind.CANCEL) {
                neverStarted(draft, ResultState.CANCELED);
            }

            return draft.done();
        }

        switch (event.kind()) {
            case START -> start(draft, run);
            case RUN_TIMEOUT -> runTimeout(draft);
            case CANCEL -> endAll(draft, ResultState.CANCELED);
            case QUEUE_TIMEOUT -> {}
            default -> draft.findOpen(event.taskRunId()).ifPresent(open -> onTask(draft, open, event));
        }
        finishIfDone(draft);
        return draft.done();
    }

    private void onQueued(Draft draft, Run run, Event event) {
        switch (event.kind()) {
            case START -> {
                draft.status(draft.status().dequeued(draft.now()));
                start(draft, run);
                finishIfDone(draft);
            }
            case CANCEL -> neverStarted(draft, ResultState.CANCELED);
            case QUEUE_TIMEOUT -> neverStarted(draft, ResultState.MAXIMUM_CONCURRENT_RUNS_REACHED);
            default -> {}
        }
    }

    private static void neverStarted(Draft draft, ResultState how) {
        draft.status(RunMessages.neverStarted(draft.status(), how, draft.now()));
        draft.command(Command.ended());
    }

    private void onTask(Draft draft, TaskRun open, Event event) {
        switch (event.kind()) {
            case ASSIGNED -> assigned(draft, open, event);
            case STARTED -> started(draft, open, event);
            case ENDED -> ended(draft, open, event);
            case DISPLACED -> {
                if (open.fence() == event.fence()) {
                    attempts.displaced(draft, open, event);
                }
            }
            case TASK_TIMEOUT -> {
                if (open.state() == LifeCycleState.RUNNING) {
                    attempts.cancel(draft, open, ResultState.TIMEDOUT);
                }
            }
            case RETRY_DUE -> {
                if (open.state() == LifeCycleState.WAITING_FOR_RETRY) {
                    draft.put(open.to(LifeCycleState.PENDING));
                    draft.command(Command.begin(draft.plan().work(open), open.taskRunId()));
                }
            }
            case CANCEL_TASK -> {
                if (open.ending() == null) {
                    attempts.cancel(draft, open, ResultState.CANCELED);
                }
            }
            default -> begun(draft, open, event);
        }
    }

    /** What the control plane found out about a task that it does itself. */
    private void begun(Draft draft, TaskRun open, Event event) {
        if (open.state() != LifeCycleState.PENDING) {
            return;
        }

        runs(draft);
        Work work = draft.plan().work(open);
        TaskRun started = open.started(draft.now());
        if (event.kind() == Event.Kind.REFUSED) {
            draft.put(started);
            attempts.finish(draft, RunMessages.failed(started, event.message(), draft.now()), false);
        } else if (event.kind() == Event.Kind.DECIDED && work == Work.CONDITION) {
            draft.put(started);
            TaskRun decided = started.decided(event.facts().outcome());
            attempts.finish(draft, RunMessages.succeeded(decided, draft.now()), false);
        } else if (event.kind() == Event.Kind.EXPANDED && work == Work.FOR_EACH) {
            loops.expanded(draft, open, event.facts());
        } else if (event.kind() == Event.Kind.CHILD_STARTED && work == Work.RUN_JOB) {
            TaskRun waiting = open.startedChild(event.facts().childRunId(), draft.now());
            draft.put(waiting);
            limit(draft, waiting);
        } else {
            throw new IllegalStateException("%s is no news of a %s".formatted(event.kind(), work));
        }
    }

    private static boolean hasBegun(Draft draft, Run run) {
        return run.plan().graph().size() == 0 || draft.newest(0).isPresent();
    }

    private void start(Draft draft, Run run) {
        if (run.plan().graph().size() > 0 && hasBegun(draft, run)) {
            return;
        }

        BitSet all = new BitSet();
        all.set(0, run.plan().graph().size());
        beginAll(draft, all, run.runId());
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

        Draft draft = new Draft(run, Cause.REPAIR, now);
        BitSet chosen = choice.tasks(run);
        if (!chosen.isEmpty()) {
            draft.status(draft.status().repaired(now));
            draft.recount(run.newest().stream()
                    .filter(taskRun -> !chosen.get(taskRun.task()))
                    .toList());
            beginAll(draft, chosen, run.runId());
            timeRun(draft);
            finishIfDone(draft);
        }

        return draft.done();
    }

    /** All tasks wait; then those that take no part end, and those that wait for nothing begin. */
    private void beginAll(Draft draft, BitSet tasks, long runId) {
        tasks.stream().forEach(task -> draft.put(blocked(draft, runId, task)));
        tasks.stream()
                .filter(task -> draft.plan().node(task).presence() != Presence.PRESENT)
                .forEach(task -> freeIfBlocked(draft, task));
        tasks.stream().filter(task -> draft.waiting(task) == 0).forEach(task -> freeIfBlocked(draft, task));
    }

    private static void freeIfBlocked(Draft draft, int task) {
        draft.newest(task)
                .filter(found -> found.state() == LifeCycleState.BLOCKED)
                .flatMap(blocked -> Following.free(draft, blocked))
                .ifPresent(end -> Following.follow(draft, end));
    }

    private TaskRun blocked(Draft draft, long runId, int task) {
        long id = ids.getAsLong();
        String key = draft.plan().graph().key(task);
        return draft.newest(task)
                .map(last -> last.repaired(id))
                .orElseGet(() -> TaskRun.first(id, runId, task, key, LifeCycleState.BLOCKED));
    }

    private static void assigned(Draft draft, TaskRun open, Event event) {
        if (open.state() == LifeCycleState.PENDING && event.fence() > open.fence()) {
            draft.put(open.assigned(String.valueOf(event.driverId()), event.fence()));
        }
    }

    private static void started(Draft draft, TaskRun open, Event event) {
        if (open.fence() == event.fence() && open.state() == LifeCycleState.PENDING) {
            TaskRun started = open.started(draft.now());
            draft.put(started);
            runs(draft);
            limit(draft, started);
        }
    }

    private static void runs(Draft draft) {
        if (draft.status().state() == LifeCycleState.PENDING) {
            draft.status(draft.status().running());
        }
    }

    private static void limit(Draft draft, TaskRun started) {
        long timeout = draft.plan().policy(started).timeoutMillis();
        if (timeout > 0) {
            draft.command(Command.timeTask(started.taskRunId(), draft.now() + timeout));
        }
    }

    private void ended(Draft draft, TaskRun open, Event event) {
        if (open.fence() != event.fence()) {
            return;
        }

        attempts.finish(draft, handOver(draft, open, event), true);
    }

    /** An attempt that sets values it may not set has failed. */
    private static TaskRun handOver(Draft draft, TaskRun open, Event event) {
        if (!event.values().isEmpty()) {
            try {
                TaskValues.check(draft.valuesSet(), event.values());
                draft.values(new Change.Values(open.taskRunId(), event.values()));
            } catch (LeatException e) {
                return RunMessages.failed(open, e.getMessage(), draft.now());
            }
        }

        return Attempts.end(open, event, draft.now());
    }

    /** The timer of an earlier execution of the run says nothing about a repair. */
    private void runTimeout(Draft draft) {
        if (draft.plan().timeoutMillis() > 0 && draft.now() >= due(draft)) {
            endAll(draft, ResultState.TIMEDOUT);
        }
    }

    /** Ends all that nobody holds at once, and tells the holders of the others. What waits never starts. */
    private void endAll(Draft draft, ResultState how) {
        if (draft.isEnding()) {
            return;
        }

        draft.status(draft.status().terminating(how));
        for (int task = 0; task < draft.plan().graph().size(); task++) {
            draft.newest(task)
                    .filter(found -> found.state() == LifeCycleState.BLOCKED)
                    .ifPresent(blocked -> {
                        TaskRun end = RunMessages.ending(blocked, how, draft.now());
                        draft.put(end);
                        draft.settle(end);
                    });
        }

        for (int task = 0; task < draft.plan().graph().size(); task++) {
            draft.newest(task)
                    .filter(found -> !found.state().isTerminal() && found.ending() == null)
                    .ifPresent(open -> attempts.cancel(draft, open, how));
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
