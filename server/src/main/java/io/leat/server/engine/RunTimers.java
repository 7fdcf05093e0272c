package io.leat.server.engine;

import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.TaskRun;
import io.leat.core.run.Work;
import java.util.stream.Stream;

/** When runs and task runs move by themselves. For the engine's thread. */
final class RunTimers {
    private static final long PAUSE_MILLIS = 1_000;

    private final Machine machine;
    private final Timers timers;
    private final Loop loop;
    private final Runs runs;
    private final OwnWork ownWork;
    private final ChildRuns children;
    private int reloads;

    RunTimers(Machine machine, Timers timers, Loop loop, Runs runs, OwnWork ownWork, ChildRuns children) {
        this.machine = machine;
        this.timers = timers;
        this.loop = loop;
        this.runs = runs;
        this.ownWork = ownWork;
        this.children = children;
    }

    /** Arms anew what is due by the rows; timers from before say nothing any more. */
    void reload(Step step) {
        reloads++;
        runs.all().forEach(run -> goOn(step, run));
    }

    /** Timers and what the control plane does itself are not stored: what is due follows from the rows. */
    private void goOn(Step step, ActiveRun run) {
        long timeout = run.run().plan().timeoutMillis();
        if (timeout > 0) {
            time(run.runId(), run.run().status().began() + timeout, Event.runTimeout());
        }

        Stream.concat(run.run().newest().stream(), run.run().iterations().stream())
                .forEach(taskRun -> goOn(step, run, taskRun));
    }

    private void goOn(Step step, ActiveRun run, TaskRun taskRun) {
        long limit = run.run().plan().policy(taskRun).timeoutMillis();
        if (taskRun.state() == LifeCycleState.RUNNING && limit > 0) {
            time(run.runId(), taskRun.startTime() + limit, Event.taskTimeout(taskRun.taskRunId()));
        } else if (taskRun.state() == LifeCycleState.WAITING_FOR_RETRY) {
            time(run.runId(), taskRun.dueTime(), Event.retryDue(taskRun.taskRunId()));
        } else if (taskRun.state() == LifeCycleState.PENDING && run.run().plan().work(taskRun) != Work.LEAF) {
            ownWork.ready(step, run, taskRun);
        } else if (taskRun.state() == LifeCycleState.TERMINATING && taskRun.childRunId() != 0) {
            step.after(() -> timers.insist(loop, later -> {
                children.cancel(later, taskRun.childRunId());
                return true;
            }));
        }
    }

    /** Timers from before a reload are armed anew by it; one that is due again then does not hurry a failing store. */
    void time(long runId, long at, Event event) {
        int armedIn = reloads;
        long earliest = armedIn > 1 ? machine.now() + PAUSE_MILLIS : 0;
        timers.at(
                Math.max(at, earliest),
                () -> timers.insist(loop, step -> {
                    if (reloads == armedIn) {
                        due(step, runId, at, event);
                    }

                    return true;
                }));
    }

    /** The limit of a run is told from that of its repair by the clock, which may have been put back since. */
    private void due(Step step, long runId, long at, Event event) {
        if (event.kind() == Event.Kind.RUN_TIMEOUT && step.now() < at) {
            step.after(() -> time(runId, at, event));
        } else {
            runs.find(runId).ifPresent(run -> runs.fire(step, run, event));
        }
    }
}
