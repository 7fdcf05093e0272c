package io.leat.core.run;

import io.leat.core.graph.TaskGraph;
import io.leat.core.job.RunIf;
import io.leat.core.run.TaskNode.Edge;
import io.leat.core.run.TaskNode.Nested;
import io.leat.core.run.TaskNode.Presence;
import io.leat.core.run.Transitions.Cause;
import io.leat.core.run.Transitions.Step;
import io.leat.core.run.Transitions.Subject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A random job whose run is sent random events, right ones and late ones, until it ends; then it may be repaired. */
final class RandomRun {
    private final Random random;
    private final AtomicLong ids = new AtomicLong(1_000);
    private final RunMachine machine = new RunMachine(ids::incrementAndGet);
    private final Map<Step, Set<Cause>> seen;
    private final Map<Long, TaskRun> rows = new LinkedHashMap<>();
    private final Map<Integer, Loop> loops = new HashMap<>();
    private final Set<Long> ended = new HashSet<>();
    private Run run;
    private RunStatus status;
    private long now = 1;
    private long fence;

    RandomRun(long seed, Map<Step, Set<Cause>> seen) {
        this.random = new Random(seed);
        this.seen = seen;
        this.status = random.nextInt(8) == 0 ? RunStatus.queued("waits", now) : RunStatus.pending(now);
        this.run = Run.create(1, plan(), status);
    }

    /** How the run and its tasks have ended. */
    Run play() {
        int repairs = random.nextInt(3);
        fire(Event.start(), random.nextInt(4) > 0);
        for (int step = 0; step < 400; step++) {
            now += random.nextInt(100);
            if (run.status().isTerminal()) {
                if (repairs-- == 0) {
                    return run;
                }

                repair();
            } else if (run.status().state() == LifeCycleState.QUEUED) {
                fire(queuedEvent(), true);
            } else {
                fire(event(), true);
            }
        }

        while (!run.status().isTerminal()) {
            fire(run.status().state() == LifeCycleState.QUEUED ? Event.cancel() : helpful(), true);
        }

        return run;
    }

    private Event queuedEvent() {
        return switch (random.nextInt(8)) {
            case 0 -> Event.cancel();
            case 1 -> Event.queueTimeout();
            case 2, 3 -> Event.runTimeout();
            default -> Event.start();
        };
    }

    private void repair() {
        Set<String> keys = run.newest().stream()
                .map(TaskRun::taskKey)
                .filter(key -> random.nextInt(3) == 0)
                .collect(Collectors.toSet());
        RepairChoice choice = keys.isEmpty() ? RepairChoice.allFailed() : RepairChoice.of(keys);
        if (status.state() == LifeCycleState.SKIPPED || run.newest().isEmpty()) {
            return;
        }

        restored();
        Change change = machine.repair(run, random.nextBoolean() ? choice.withDependents() : choice, now);
        if (!change.isEmpty()) {
            loops.clear();
            apply(change, Cause.REPAIR);
        }
    }

    private void fire(Event event, boolean really) {
        if (!really) {
            return;
        }

        if (random.nextInt(20) == 0) {
            restored();
        }

        apply(machine.on(run, event, now), Cause.of(event.kind()));
    }

    /** The run as its rows tell it must be the run as it was. */
    private void restored() {
        List<TaskRun> newest = run.newest();
        List<TaskRun> iterations = rows.values().stream()
                .filter(row -> row.isIteration() && !row.state().isTerminal())
                .toList();
        Map<Integer, Loop> open = new HashMap<>(loops);
        open.keySet()
                .removeIf(task -> run.newest(task)
                        .filter(found -> !found.state().isTerminal())
                        .isEmpty());
        Run again = Run.restore(1, run.plan(), status, new Run.Rows(newest, iterations, open, run.valuesSet()));
        for (int task = 0; task < run.plan().graph().size(); task++) {
            if (!newest.isEmpty() && again.waiting(task) != run.waiting(task)) {
                throw new AssertionError("task %d waits for %d, and restored for %d"
                        .formatted(task, run.waiting(task), again.waiting(task)));
            }
        }

        if (!again.tally().equals(run.tally())) {
            throw new AssertionError("%s, and restored %s".formatted(run.tally(), again.tally()));
        }

        run = again;
    }

    private void apply(Change change, Cause cause) {
        change.status().ifPresent(after -> {
            note(Subject.RUN, status.state(), after.state(), cause);
            status = after;
        });
        for (TaskRun moved : change.taskRuns()) {
            TaskRun before = rows.put(moved.taskRunId(), moved);
            if (ended.contains(moved.taskRunId())) {
                throw new AssertionError("%s moved after its end".formatted(moved));
            }

            note(Subject.TASK_RUN, before == null ? null : before.state(), moved.state(), cause);
            if (moved.state().isTerminal()) {
                ended.add(moved.taskRunId());
            }
        }

        loops.putAll(change.loops());
        run.apply(change);
    }

    private void note(Subject subject, @Nullable LifeCycleState from, LifeCycleState to, Cause cause) {
        if (from != to) {
            seen.computeIfAbsent(new Step(subject, from, to), step -> new HashSet<>())
                    .add(cause);
        }
    }

    private Event event() {
        int kind = random.nextInt(100);
        if (kind == 0) {
            return Event.cancel();
        }

        if (kind == 1) {
            return Event.runTimeout();
        }

        if (kind < 12) {
            return late();
        }

        return kind < 16 ? Event.cancelTask(any().map(TaskRun::taskRunId).orElse(1L)) : helpful();
    }

    private java.util.Optional<TaskRun> any() {
        List<TaskRun> open = open();
        return open.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(open.get(random.nextInt(open.size())));
    }

    private List<TaskRun> open() {
        return Stream.concat(run.newest().stream(), run.iterations().stream())
                .filter(taskRun -> !taskRun.state().isTerminal())
                .toList();
    }

    /** About something that has moved on, or from somebody who has no say. */
    private Event late() {
        List<TaskRun> all = List.copyOf(rows.values());
        if (all.isEmpty()) {
            return Event.start();
        }

        TaskRun taskRun = all.get(random.nextInt(all.size()));
        return switch (random.nextInt(6)) {
            case 0 -> Event.ended(taskRun.taskRunId(), taskRun.fence() - 1, Event.Ending.SUCCESS, "");
            case 1 -> Event.started(taskRun.taskRunId(), taskRun.fence() + 1);
            case 2 -> Event.taskTimeout(taskRun.taskRunId());
            case 3 -> Event.retryDue(taskRun.taskRunId());
            case 4 -> Event.assigned(taskRun.taskRunId(), taskRun.fence(), "old");
            default -> Event.start();
        };
    }

    /** What comes next for one of those that can move. */
    private Event helpful() {
        List<TaskRun> open = open().stream()
                .filter(taskRun -> taskRun.state() != LifeCycleState.BLOCKED && !isParent(taskRun))
                .toList();
        if (open.isEmpty()) {
            return Event.cancel();
        }

        TaskRun taskRun = open.get(random.nextInt(open.size()));
        long id = taskRun.taskRunId();
        return switch (taskRun.state()) {
            case PENDING -> pending(taskRun);
            case RUNNING -> run.plan().work(taskRun) == Work.FOR_EACH ? Event.taskTimeout(id) : running(taskRun, id);
            case TERMINATING ->
                random.nextInt(6) == 0
                        ? Event.displaced(id, taskRun.fence(), "moved")
                        : ended(taskRun, Event.Ending.values()[random.nextInt(4)]);
            case WAITING_FOR_RETRY -> Event.retryDue(id);
            default -> throw new AssertionError(taskRun);
        };
    }

    private Event running(TaskRun taskRun, long id) {
        return switch (random.nextInt(12)) {
            case 0 -> Event.taskTimeout(id);
            case 1 -> Event.displaced(id, taskRun.fence(), "moved");
            case 2, 3 -> ended(taskRun, Event.Ending.FAILED);
            case 4 -> ended(taskRun, Event.Ending.INTERNAL_ERROR);
            case 5 -> ended(taskRun, Event.Ending.CANCELED);
            default -> ended(taskRun, Event.Ending.SUCCESS);
        };
    }

    /** A for-each whose iterations go on moves with them; now and then its own time is over. */
    private boolean isParent(TaskRun taskRun) {
        return run.plan().work(taskRun) == Work.FOR_EACH
                && (taskRun.state() == LifeCycleState.TERMINATING
                        || (taskRun.state() == LifeCycleState.RUNNING && random.nextInt(30) > 0));
    }

    private Event pending(TaskRun taskRun) {
        long id = taskRun.taskRunId();
        if (random.nextInt(15) == 0) {
            return Event.refused(id, "no such value");
        }

        return switch (run.plan().work(taskRun)) {
            case LEAF -> leaf(taskRun);
            case CONDITION -> Event.decided(id, random.nextBoolean());
            case FOR_EACH -> expanded(id, random.nextInt(5));
            case RUN_JOB -> Event.childStarted(id, ids.incrementAndGet());
        };
    }

    private Event leaf(TaskRun taskRun) {
        if (!taskRun.isAssigned()) {
            return random.nextInt(10) == 0
                    ? Event.ended(taskRun.taskRunId(), 0, Event.Ending.INTERNAL_ERROR, "no driver")
                    : Event.assigned(taskRun.taskRunId(), ++fence, "d");
        }

        return switch (random.nextInt(8)) {
            case 0 -> Event.displaced(taskRun.taskRunId(), taskRun.fence(), "moved");
            case 1 -> ended(taskRun, Event.Ending.values()[random.nextInt(4)]);
            default -> Event.started(taskRun.taskRunId(), taskRun.fence());
        };
    }

    private Event expanded(long taskRunId, int total) {
        BitSet kept = new BitSet();
        if (total > 0 && random.nextInt(4) == 0) {
            kept.set(random.nextInt(total));
        }

        return Event.expanded(taskRunId, total, kept);
    }

    private static Event ended(TaskRun taskRun, Event.Ending ending) {
        return Event.ended(taskRun.taskRunId(), taskRun.fence(), ending, "");
    }

    private RunPlan plan() {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        int size = 1 + random.nextInt(7);
        for (int task = 0; task < size; task++) {
            List<String> above = new ArrayList<>();
            for (int other = 0; other < task; other++) {
                if (random.nextInt(3) == 0) {
                    above.add("t" + other);
                }
            }

            dependencies.put("t" + task, above);
        }

        TaskGraph graph = TaskGraph.of(dependencies);
        List<Work> works = new ArrayList<>();
        List<TaskNode> nodes = new ArrayList<>();
        for (int task = 0; task < size; task++) {
            Work work = Work.values()[random.nextInt(10) < 6 ? 0 : random.nextInt(4)];
            works.add(work);
            List<Edge> edges = new ArrayList<>();
            for (int above : graph.upstream(task)) {
                boolean condition = works.get(above) == Work.CONDITION && random.nextBoolean();
                edges.add(new Edge(above, condition ? random.nextBoolean() : null));
            }

            Nested nested = work == Work.FOR_EACH
                    ? new Nested(random.nextInt(3) == 0 ? Work.CONDITION : Work.LEAF, policy(), 1 + random.nextInt(3))
                    : null;
            RunIf runIf = random.nextInt(2) == 0 ? RunIf.ALL_SUCCESS : RunIf.values()[random.nextInt(6)];
            Presence presence = random.nextInt(12) == 0 ? Presence.values()[1 + random.nextInt(2)] : Presence.PRESENT;
            nodes.add(new TaskNode(work, policy(), runIf, presence, edges, nested));
        }

        return new RunPlan(graph, nodes, random.nextInt(3) == 0 ? 300 : 0);
    }

    private TaskPolicy policy() {
        return new TaskPolicy(
                random.nextInt(3), random.nextInt(2) * 500L, random.nextBoolean(), random.nextInt(2) * 200L);
    }
}
