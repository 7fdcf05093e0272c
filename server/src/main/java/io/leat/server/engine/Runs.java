package io.leat.server.engine;

import io.leat.core.run.Change;
import io.leat.core.run.Command;
import io.leat.core.run.Event;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.RunMachine;
import io.leat.core.run.TaskRun;
import io.leat.server.store.RunTable.RunRow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The active runs: every fact about them passes through here to core's machine, and what it moves into the store. */
final class Runs {
    private final RunMachine machine;
    private final Map<Long, ActiveRun> active = new LinkedHashMap<>();
    private final Map<Long, Long> runOfTask = new HashMap<>();
    private final Map<Long, Integer> activeOfJob = new HashMap<>();
    private int activeAlone;
    private final Commands commands;

    Runs(RunMachine machine, Commands commands) {
        this.machine = machine;
        this.commands = commands;
    }

    /** Carries out what the machine wants. */
    interface Commands {
        void assign(Step step, ActiveRun run, TaskRun taskRun);

        void cancel(Step step, ActiveRun run, TaskRun taskRun);

        /** Does a task that needs no driver. */
        void own(Step step, ActiveRun run, TaskRun taskRun);

        /** A run is in memory from now on. */
        void entered(Step step, ActiveRun run);

        /** A task run has moved. */
        void moved(Step step, ActiveRun run, TaskRun taskRun);

        void timer(Step step, ActiveRun run, Command command);

        void ended(Step step, ActiveRun run);
    }

    /** Begins a run that the store has and memory has not. */
    void begin(Step step, ActiveRun run) {
        enter(step, run);
        RunEvents.run(step, run, run.run().status(), true);
        fire(step, run, Event.start());
    }

    /** Takes a run that waits for its turn into memory, to be begun or ended. */
    void enter(Step step, ActiveRun run) {
        step.movedMemory();
        if (active.put(run.runId(), run) == null) {
            activeOfJob.merge(run.row().jobId(), 1, Integer::sum);
            activeAlone += run.isChild() ? 0 : 1;
        }

        commands.entered(step, run);
    }

    /** How many runs of a job have begun and not ended. */
    int activeOf(long jobId) {
        return activeOfJob.getOrDefault(jobId, 0);
    }

    /** How many runs that no other run waits for have begun and not ended. */
    int activeAlone() {
        return activeAlone;
    }

    void fire(Step step, ActiveRun run, Event event) {
        Change change = machine.on(run.run(), event, step.now());
        if (!change.isEmpty()) {
            apply(step, run, change);
        }
    }

    /** Begins a repair of a run that has ended; false when there is nothing to do. */
    boolean repair(Step step, ActiveRun run, RepairChoice choice) {
        Change change = machine.repair(run.run(), choice, step.now());
        if (change.isEmpty()) {
            return false;
        }

        enter(step, run);
        RunEvents.run(step, run, run.run().status().repaired(step.now()), true);
        apply(step, run, change);
        return true;
    }

    private void apply(Step step, ActiveRun run, Change change) {
        step.movedMemory();
        run.run().apply(change);
        for (TaskRun taskRun : change.taskRuns()) {
            step.tables().taskRuns().save(taskRun);
            know(run, taskRun);
            RunEvents.task(step, run, taskRun);
            Notices.task(step, run, taskRun, change.taskRuns());
            commands.moved(step, run, taskRun);
        }

        change.values()
                .ifPresent(values -> step.tables().taskValues().put(run.runId(), values.taskRunId(), values.json()));
        change.status().ifPresent(status -> {
            step.tables().runs().update(run.runId(), status);
            RunEvents.run(step, run, status, false);
        });
        change.commands().forEach(command -> carry(step, run, command));
    }

    private void know(ActiveRun run, TaskRun taskRun) {
        if (taskRun.isIteration() && taskRun.state().isTerminal()) {
            runOfTask.remove(taskRun.taskRunId());
            run.taskRunIds().remove(taskRun.taskRunId());
        } else {
            runOfTask.put(taskRun.taskRunId(), run.runId());
            run.taskRunIds().add(taskRun.taskRunId());
        }
    }

    private void carry(Step step, ActiveRun run, Command command) {
        switch (command.kind()) {
            case EVALUATE, EXPAND, START_JOB ->
                run.run().find(command.taskRunId()).ifPresent(taskRun -> commands.own(step, run, taskRun));
            case ASSIGN ->
                run.run().find(command.taskRunId()).ifPresent(taskRun -> commands.assign(step, run, taskRun));
            case CANCEL_TASK ->
                run.run().find(command.taskRunId()).ifPresent(taskRun -> commands.cancel(step, run, taskRun));
            case TIME_RETRY, TIME_TASK, TIME_RUN -> commands.timer(step, run, command);
            case RUN_ENDED -> {
                forget(run);
                commands.ended(step, run);
            }
        }
    }

    private void forget(ActiveRun run) {
        if (active.remove(run.runId()) != null) {
            activeOfJob.merge(run.row().jobId(), -1, (before, less) -> before + less == 0 ? null : before + less);
            activeAlone -= run.isChild() ? 0 : 1;
        }

        run.taskRunIds().forEach(runOfTask::remove);
    }

    Optional<ActiveRun> find(long runId) {
        return Optional.ofNullable(active.get(runId));
    }

    Optional<ActiveRun> findByTask(long taskRunId) {
        return Optional.ofNullable(runOfTask.get(taskRunId)).flatMap(this::find);
    }

    Iterable<ActiveRun> all() {
        return active.values();
    }

    int size() {
        return active.size();
    }

    /** Takes all runs that have not ended from the store. */
    void reload(Step step) {
        active.clear();
        activeOfJob.clear();
        activeAlone = 0;
        runOfTask.clear();
        for (long runId : step.tables().runs().active()) {
            RunRow row = step.tables().runs().find(runId).orElseThrow();
            ActiveRun run = ActiveRun.load(row, step.tables());
            enter(step, run);
            run.run().newest().forEach(taskRun -> know(run, taskRun));
            run.run().iterations().forEach(taskRun -> know(run, taskRun));
        }
    }
}
