package io.leat.core.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job, in memory: the newest task run of each task, the iterations that go on, and the counters by
 * which {@link RunMachine} decides without looking at every task. Changes only by {@link #apply}. For one thread.
 */
public final class Run {
    private final long runId;
    private final RunPlan plan;
    private final @Nullable TaskRun[] current;
    private final int[] waiting;
    private final Map<Long, Integer> taskOf = new HashMap<>();
    private final Map<Long, TaskRun> iterations = new LinkedHashMap<>();
    private final Map<Integer, Loop> loops = new HashMap<>();
    private RunStatus status;
    private Change.Tally tally;
    private int valuesSet;

    private Run(long runId, RunPlan plan, RunStatus status) {
        this.runId = runId;
        this.plan = plan;
        this.status = status;
        this.current = new TaskRun[plan.graph().size()];
        this.waiting = new int[plan.graph().size()];
        for (int task = 0; task < waiting.length; task++) {
            waiting[task] = plan.graph().upstream(task).length;
        }

        this.tally = Change.Tally.open(waiting.length);
    }

    /**
     * What the rows of a run tell.
     *
     * @param newest task run of each task, in any order; those of earlier attempts are not wanted
     * @param iterations those that have not ended
     * @param loops for-eaches that go on, by task
     * @param valuesSet how many task values the run has set, by all its attempts
     */
    public record Rows(
            Collection<TaskRun> newest, Collection<TaskRun> iterations, Map<Integer, Loop> loops, int valuesSet) {
        public Rows {
            newest = List.copyOf(newest);
            iterations = List.copyOf(iterations);
            loops = Map.copyOf(loops);
        }

        /** Of a run without for-eaches and values. */
        public static Rows of(Collection<TaskRun> newest) {
            return new Rows(newest, List.of(), Map.of(), 0);
        }
    }

    /** A run that has not begun. */
    public static Run create(long runId, RunPlan plan, RunStatus status) {
        return new Run(runId, plan, status);
    }

    /** A run as its rows tell it. */
    public static Run restore(long runId, RunPlan plan, RunStatus status, Rows rows) {
        Run run = new Run(runId, plan, status);
        Draft draft = new Draft(run, Transitions.Cause.START, 0);
        rows.newest().forEach(run::put);
        rows.iterations().forEach(run::put);
        rows.loops().forEach((task, loop) -> run.loops.put(task, run.isEnding(task) ? loop.closed() : loop));
        run.valuesSet = rows.valuesSet();
        draft.recount(rows.newest().stream()
                .filter(taskRun -> taskRun.state().isTerminal())
                .toList());
        draft.waiting().forEach((task, count) -> run.waiting[task] = count);
        run.tally = draft.tally();
        return run;
    }

    /** Whether a for-each is being ended, so that it begins nothing more. */
    private boolean isEnding(int task) {
        TaskRun parent = current[task];
        return parent != null && parent.ending() != null;
    }

    public void apply(Change change) {
        change.status().ifPresent(after -> status = after);
        loops.putAll(change.loops());
        change.taskRuns().forEach(this::put);
        change.waiting().forEach((task, count) -> waiting[task] = count);
        tally = change.tally();
        change.values().ifPresent(values -> valuesSet += values.json().size());
    }

    private void put(TaskRun taskRun) {
        if (!taskRun.isIteration()) {
            current[taskRun.task()] = taskRun;
            taskOf.put(taskRun.taskRunId(), taskRun.task());
            if (taskRun.state().isTerminal()) {
                loops.remove(taskRun.task());
            }
        } else if (taskRun.state().isTerminal()) {
            iterations.remove(taskRun.taskRunId());
        } else {
            iterations.put(taskRun.taskRunId(), taskRun);
        }
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

    /** A task run by its id, if it is the newest of its task, or an iteration that goes on. */
    public Optional<TaskRun> find(long taskRunId) {
        TaskRun iteration = iterations.get(taskRunId);
        if (iteration != null) {
            return Optional.of(iteration);
        }

        Integer task = taskOf.get(taskRunId);
        return task == null ? Optional.empty() : newest(task).filter(found -> found.taskRunId() == taskRunId);
    }

    /** The newest task run of every task, by number. */
    public List<TaskRun> newest() {
        return Arrays.stream(current).filter(Objects::nonNull).toList();
    }

    /** The iterations that have not ended. */
    public List<TaskRun> iterations() {
        return List.copyOf(iterations.values());
    }

    /** The for-each of a task, while it goes on. */
    public Optional<Loop> loop(int task) {
        return Optional.ofNullable(loops.get(task));
    }

    /** How many task values have been set, by all attempts. */
    public int valuesSet() {
        return valuesSet;
    }

    int waiting(int task) {
        return waiting[task];
    }

    Change.Tally tally() {
        return tally;
    }
}
