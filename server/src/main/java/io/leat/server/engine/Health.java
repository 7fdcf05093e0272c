package io.leat.server.engine;

import io.leat.core.run.LifeCycleState;
import io.leat.core.run.TaskRun;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Warns once of a run or a task run that takes longer than its health rule allows, and stops nothing. When to look follows
 * from the rows; that it was told is in the store. For the engine's thread.
 */
final class Health {
    private static final long MILLIS = 1_000;

    private final Runs runs;
    private final Loop loop;
    private final Timers timers;

    Health(Runs runs, Loop loop, Timers timers) {
        this.runs = runs;
        this.loop = loop;
        this.timers = timers;
    }

    /** A run is in memory from now on: it begins, or it goes on. */
    void watch(Step step, ActiveRun run) {
        step.after(() -> {
            run.settings()
                    .healthyDuration()
                    .ifPresent(limit -> after(run.run().status().began(), limit, later -> look(later, run.runId())));
            Stream.concat(run.run().newest().stream(), run.run().iterations().stream())
                    .forEach(taskRun -> watch(run, taskRun));
        });
    }

    private void watch(ActiveRun run, TaskRun taskRun) {
        if (taskRun.state() == LifeCycleState.RUNNING) {
            run.task(taskRun)
                    .healthyDuration()
                    .ifPresent(limit ->
                            after(taskRun.startTime(), limit, later -> lookAtTask(later, taskRun.taskRunId())));
        }
    }

    /** A task run has moved; only what runs can take long. */
    void moved(Step step, ActiveRun run, TaskRun taskRun) {
        if (taskRun.state() == LifeCycleState.RUNNING) {
            step.after(() -> watch(run, taskRun));
        }
    }

    private void after(long since, long limit, Loop.Work<Boolean> look) {
        timers.at(due(since, limit), () -> timers.insist(loop, look));
    }

    /** The limit may be reached; it must not be passed. */
    private static long due(long since, long limit) {
        return since + limit * MILLIS + 1;
    }

    /** A timer may be early, or that of an execution before a repair. */
    private boolean look(Step step, long runId) {
        Optional<ActiveRun> open =
                runs.find(runId).filter(run -> !run.run().status().isTerminal());
        if (open.isPresent() && open.get().settings().healthyDuration().isPresent()) {
            ActiveRun run = open.get();
            long began = run.run().status().began();
            long limit = run.settings().healthyDuration().getAsLong();
            if (step.now() < due(began, limit)) {
                step.after(() -> after(began, limit, later -> look(later, runId)));
            } else if (step.tables().outbox().warnOnce(runId, step.now())) {
                Notices.slow(step, run);
            }
        }

        return true;
    }

    private boolean lookAtTask(Step step, long taskRunId) {
        runs.findByTask(taskRunId)
                .ifPresent(run -> run.run()
                        .find(taskRunId)
                        .filter(taskRun -> !taskRun.state().isTerminal())
                        .ifPresent(taskRun -> lookAtTask(step, run, taskRun)));
        return true;
    }

    private void lookAtTask(Step step, ActiveRun run, TaskRun taskRun) {
        OptionalLong limit = run.task(taskRun).healthyDuration();
        if (limit.isPresent() && step.now() < due(taskRun.startTime(), limit.getAsLong())) {
            step.after(() -> watch(run, taskRun));
        } else if (limit.isPresent() && step.tables().outbox().warnOnce(taskRun.taskRunId(), step.now())) {
            Notices.slow(step, run, taskRun);
        }
    }
}
