package io.leat.core.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job, in memory: the newest task run of each task, and the counters by which {@link RunMachine}
 * decides without looking at every task. Changes only by {@link #apply}. For one thread.
 */
public final class Run {
    private final long runId;
    private final RunPlan plan;
    private final @Nullable TaskRun[] current;
    private final int[] waiting;
    private final Map<Long, Integer> taskOf = new HashMap<>();
    private RunStatus status;
    private Change.Tally tally;

    private Run(long runId, RunPlan plan, RunStatus status) {
        this.runId = runId;
        this.plan = plan;
        this.status = status;
        this.current = new TaskRun[plan.graph().size()];
        this.waiting = new int[plan.graph().size()];
        for (int task = 0; task < waiting.length; task++) {
            waiting[task] = plan.graph().upstream(task).length;
        }

        this.tally = new Change.Tally(waiting.length, 0, 0, 0, 0);
    }

    /** A run that has not begun. */
    public static Run create(long runId, RunPlan plan, long now) {
        return new Run(runId, plan, RunStatus.pending(now));
    }

    /**
     * A run as its rows tell it.
     *
     * @param newest task run of each task, in any order; those of earlier attempts are not wanted
     */
    public static Run restore(long runId, RunPlan plan, RunStatus status, Collection<TaskRun> newest) {
        Run run = new Run(runId, plan, status);
        Draft draft = new Draft(run, 0);
        for (TaskRun taskRun : newest) {
            run.current[taskRun.task()] = taskRun;
            run.taskOf.put(taskRun.taskRunId(), taskRun.task());
        }

        draft.recount(
                newest.stream().filter(taskRun -> taskRun.state().isTerminal()).toList());
        draft.waiting().forEach((task, count) -> run.waiting[task] = count);
        run.tally = draft.tally();
        return run;
    }

    public void apply(Change change) {
        change.status().ifPresent(after -> status = after);
        for (TaskRun taskRun : change.taskRuns()) {
            current[taskRun.task()] = taskRun;
            taskOf.put(taskRun.taskRunId(), taskRun.task());
        }

        change.waiting().forEach((task, count) -> waiting[task] = count);
        tally = change.tally();
    }

    public long runId() {
        return runId;
    }

    public RunPlan plan() {
        return plan;
    }

    public RunStatus status() {
        return status;
    }

    /** The newest task run of a task; empty before the run has begun. */
    public Optional<TaskRun> newest(int task) {
        return Optional.ofNullable(current[task]);
    }

    /** A task run by its id, if it is the newest of its task. */
    public Optional<TaskRun> find(long taskRunId) {
        Integer task = taskOf.get(taskRunId);
        return task == null ? Optional.empty() : newest(task).filter(found -> found.taskRunId() == taskRunId);
    }

    /** The newest task run of every task, by number. */
    public List<TaskRun> newest() {
        return Arrays.stream(current).filter(Objects::nonNull).toList();
    }

    int waiting(int task) {
        return waiting[task];
    }

    Change.Tally tally() {
        return tally;
    }
}
