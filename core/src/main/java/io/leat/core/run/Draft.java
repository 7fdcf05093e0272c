package io.leat.core.run;

import io.leat.core.run.Transitions.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change in the making: what the run would be if the change so far were applied. */
final class Draft {
    private final Run run;
    private final Transitions.Cause cause;
    private final long now;
    private final List<TaskRun> taskRuns = new ArrayList<>();
    private final Map<Integer, TaskRun> movedTasks = new HashMap<>();
    private final Map<Long, TaskRun> movedIterations = new HashMap<>();
    private final Map<Integer, Integer> waiting = new HashMap<>();
    private final Map<Integer, Loop> loops = new HashMap<>();
    private final List<Command> commands = new ArrayList<>();
    private @Nullable RunStatus status;
    private Change.@Nullable Values values;
    private Change.Tally tally;

    /**
     * @param cause what moves the run
     */
    Draft(Run run, Transitions.Cause cause, long now) {
        this.run = run;
        this.cause = cause;
        this.now = now;
        this.tally = run.tally();
    }

    long now() {
        return now;
    }

    RunPlan plan() {
        return run.plan();
    }

    RunStatus status() {
        return status != null ? status : run.status();
    }

    void status(RunStatus after) {
        status = after;
    }

    /** Whether the run as a whole is being ended, so that nothing more starts. */
    boolean isEnding() {
        return status().ending() != null;
    }

    Optional<TaskRun> newest(int task) {
        TaskRun found = movedTasks.get(task);
        return found != null ? Optional.of(found) : run.newest(task);
    }

    /** A task run with this id, as long as no later attempt has taken its place and it has not ended. */
    Optional<TaskRun> findOpen(long taskRunId) {
        return run.find(taskRunId)
                .flatMap(this::latest)
                .filter(found ->
                        found.taskRunId() == taskRunId && !found.state().isTerminal());
    }

    private Optional<TaskRun> latest(TaskRun found) {
        return found.isIteration()
                ? Optional.of(movedIterations.getOrDefault(found.taskRunId(), found))
                : newest(found.task());
    }

    /** The iterations of a task that had not ended before this change. */
    List<TaskRun> openIterations(int task) {
        return run.iterations().stream()
                .map(iteration -> movedIterations.getOrDefault(iteration.taskRunId(), iteration))
                .filter(iteration ->
                        iteration.task() == task && !iteration.state().isTerminal())
                .toList();
    }

    void put(TaskRun taskRun) {
        Transitions.require(Subject.TASK_RUN, before(taskRun), taskRun.state(), cause);
        taskRuns.add(taskRun);
        if (taskRun.isIteration()) {
            movedIterations.put(taskRun.taskRunId(), taskRun);
        } else {
            movedTasks.put(taskRun.task(), taskRun);
        }
    }

    private @Nullable LifeCycleState before(TaskRun taskRun) {
        return (taskRun.isIteration() ? iteration(taskRun.taskRunId()) : newest(taskRun.task()))
                .filter(found -> found.taskRunId() == taskRun.taskRunId())
                .map(TaskRun::state)
                .orElse(null);
    }

    private Optional<TaskRun> iteration(long taskRunId) {
        TaskRun moved = movedIterations.get(taskRunId);
        return moved != null ? Optional.of(moved) : run.find(taskRunId);
    }

    Loop loop(int task) {
        Loop moved = loops.get(task);
        return moved != null ? moved : run.loop(task).orElseThrow();
    }

    void loop(int task, Loop after) {
        loops.put(task, after);
    }

    void values(Change.Values set) {
        values = set;
    }

    int valuesSet() {
        return run.valuesSet();
    }

    void command(Command command) {
        commands.add(command);
    }

    /** Counts anew: every task is open and waits for all above it, but for those that ended so. */
    void recount(Collection<TaskRun> ends) {
        int size = plan().graph().size();
        tally = Change.Tally.open(size);
        for (int task = 0; task < size; task++) {
            waiting.put(task, plan().graph().upstream(task).length);
        }

        ends.forEach(this::settle);
    }

    /** How many tasks a task waits for. */
    int waiting(int task) {
        return waiting.getOrDefault(task, run.waiting(task));
    }

    /** Counts a task as finished with this, its last, task run; returns the tasks that now wait for nothing. */
    List<Integer> settle(TaskRun last) {
        tally = tally.ended(isFailure(last), plan().graph().isLeaf(last.task()));
        if (isOwnFailure(last)) {
            tally = tally.failedFirst(last.taskRunId(), last.endTime());
        }

        List<Integer> free = new ArrayList<>();
        for (int below : plan().graph().downstream(last.task())) {
            int left = waiting(below) - 1;
            waiting.put(below, left);
            if (left == 0) {
                free.add(below);
            }
        }

        return free;
    }

    static boolean isFailure(TaskRun last) {
        ResultState result = last.result();
        return result != null
                && switch (result) {
                    case FAILED, TIMEDOUT, CANCELED, UPSTREAM_FAILED, UPSTREAM_CANCELED -> true;
                    case SUCCESS, SUCCESS_WITH_FAILURES, EXCLUDED, DISABLED, MAXIMUM_CONCURRENT_RUNS_REACHED -> false;
                };
    }

    private static boolean isOwnFailure(TaskRun last) {
        return last.result() == ResultState.FAILED || last.result() == ResultState.TIMEDOUT;
    }

    Map<Integer, Integer> waiting() {
        return waiting;
    }

    Change.Tally tally() {
        return tally;
    }

    Change done() {
        if (status != null) {
            Transitions.require(Subject.RUN, run.status().state(), status.state(), cause);
        }

        return new Change(
                run.runId(),
                Optional.ofNullable(status),
                taskRuns,
                waiting,
                loops,
                tally,
                Optional.ofNullable(values),
                commands);
    }
}
