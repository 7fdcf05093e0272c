package io.leat.core.run;

import static io.leat.core.run.Event.Ending.FAILED;
import static io.leat.core.run.Event.Ending.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepairTest {
    private final AtomicLong ids = new AtomicLong(100);
    private final AtomicLong fences = new AtomicLong();
    private final RunMachine machine = new RunMachine(ids::incrementAndGet);
    private final List<Command> commands = new ArrayList<>();
    private Run run = Run.create(1, plan(0, 0, "a:", "b:a", "c:a", "d:b,c"), RunStatus.pending(0));
    private long now;

    @Test
    void whatFailedAndWhatItSkippedRunsAgainAndTheRestIsKept() {
        start();
        succeed("a");
        fail("b");
        succeed("c");
        long keptA = newest("a").taskRunId();
        long failedB = newest("b").taskRunId();
        now = 5_000;
        repair(RepairChoice.allFailed());

        assertThat(states()).isEqualTo("a SUCCESS, b PENDING, c SUCCESS, d BLOCKED");
        assertThat(run.status().state()).isEqualTo(LifeCycleState.PENDING);
        assertThat(run.status().endTime()).isZero();
        assertThat(run.status().startTime()).isZero();
        assertThat(run.status().began()).isEqualTo(5_000);
        assertThat(newest("b").taskRunId()).isGreaterThan(failedB);
        assertThat(newest("b").attemptNumber()).isEqualTo(1);
        succeed("b");
        succeed("d");
        assertThat(run.status().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(run.status().message()).isEmpty();
        assertThat(newest("a").taskRunId()).isEqualTo(keptA);
        assertThat(commands).contains(Command.ended());
    }

    @Test
    void dependentsRunAgainAlthoughTheySucceeded() {
        start();
        List.of("a", "b", "c", "d").forEach(this::succeed);
        repair(RepairChoice.of(Set.of("b")).withDependents());

        assertThat(states()).isEqualTo("a SUCCESS, b PENDING, c SUCCESS, d BLOCKED");
        succeed("b");
        assertThat(states()).isEqualTo("a SUCCESS, b SUCCESS, c SUCCESS, d PENDING");
    }

    @Test
    void skippedDependentsThatAreNotChosenStaySkipped() {
        start();
        fail("a");
        repair(RepairChoice.of(Set.of("a")));
        succeed("a");

        assertThat(states()).isEqualTo("a SUCCESS, b UPSTREAM_FAILED, c UPSTREAM_FAILED, d UPSTREAM_FAILED");
        assertThat(run.status().result()).isEqualTo(ResultState.FAILED);
        assertThat(run.status().message())
                .isEqualTo("Tasks that had not run because of a failure were left out of the repair.");
    }

    @Test
    void aChosenTaskBelowAFailureThatIsKeptIsSkippedAtOnce() {
        start();
        fail("a");
        commands.clear();
        repair(RepairChoice.of(Set.of("b", "d")));

        assertThat(states()).isEqualTo("a FAILED, b UPSTREAM_FAILED, c UPSTREAM_FAILED, d UPSTREAM_FAILED");
        assertThat(newest("d").attemptNumber()).isEqualTo(1);
        assertThat(run.status().message())
                .isEqualTo("Task a failed with message: x. This caused all downstream tasks to get skipped.");
        assertThat(commands).containsExactly(Command.ended());
    }

    @Test
    void aCancelledRunGoesOn() {
        start();
        succeed("a");
        begin("b");
        on(Event.cancel());
        on(Event.ended(newest("b").taskRunId(), newest("b").fence(), Event.Ending.CANCELED, ""));
        repair(RepairChoice.allFailed());

        assertThat(states()).isEqualTo("a SUCCESS, b PENDING, c PENDING, d BLOCKED");
        List.of("b", "c", "d").forEach(this::succeed);
        assertThat(run.status().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(run.status().userCancelledOrTimedout()).isFalse();
    }

    @Test
    void retriesStartOver() {
        run = Run.create(1, plan(0, 1, "a:"), RunStatus.pending(0));
        start();
        fail("a");
        fail("a");
        assertThat(run.status().isTerminal()).isTrue();
        repair(RepairChoice.allFailed());
        fail("a");

        assertThat(newest("a").state()).isEqualTo(LifeCycleState.PENDING);
        assertThat(newest("a").attemptNumber()).isEqualTo(3);
        fail("a");
        assertThat(run.status().result()).isEqualTo(ResultState.FAILED);
    }

    @Test
    void aSecondRepairTakesUpWhatTheFirstLeft() {
        start();
        fail("a");
        repair(RepairChoice.allFailed());
        succeed("a");
        fail("b");
        succeed("c");
        repair(RepairChoice.allFailed());

        assertThat(states()).isEqualTo("a SUCCESS, b PENDING, c SUCCESS, d BLOCKED");
    }

    @Test
    void whereNothingFailedThereIsNothingToDo() {
        start();
        List.of("a", "b", "c", "d").forEach(this::succeed);

        assertThat(machine.repair(run, RepairChoice.allFailed(), now).isEmpty()).isTrue();
    }

    @Test
    void aRunThatGoesOnIsNotRepaired() {
        start();

        assertThatThrownBy(() -> machine.repair(run, RepairChoice.allFailed(), now))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("run 1 has not ended");
    }

    @Test
    void theTimeOfTheRunBeginsAnewAndItsOldTimerSaysNothing() {
        run = Run.create(1, plan(10_000, 0, "a:"), RunStatus.pending(0));
        start();
        fail("a");
        now = 9_000;
        repair(RepairChoice.allFailed());
        assertThat(commands).contains(Command.timeRun(19_000));
        now = 10_000;
        assertThat(machine.on(run, Event.runTimeout(), now).isEmpty()).isTrue();
        now = 19_000;
        on(Event.runTimeout());

        assertThat(run.status().result()).isEqualTo(ResultState.TIMEDOUT);
    }

    @Test
    void whatADriverOfAnEarlierExecutionReportsMovesNothing() {
        start();
        begin("a");
        TaskRun before = newest("a");
        end("a", FAILED);
        repair(RepairChoice.allFailed());

        Event late = Event.ended(before.taskRunId(), before.fence(), SUCCESS, "");
        assertThat(machine.on(run, late, now).isEmpty()).isTrue();
    }

    @Test
    void aRepairedRunRestoredFromItsRowsIsTheSame() {
        start();
        succeed("a");
        fail("b");
        now = 100;
        fail("c");
        repair(RepairChoice.of(Set.of("c", "d")));
        Run restored = Run.restore(1, run.plan(), run.status(), Run.Rows.of(run.newest()));

        assertThat(restored.tally()).isEqualTo(run.tally());
        for (int task = 0; task < run.plan().graph().size(); task++) {
            assertThat(restored.waiting(task)).isEqualTo(run.waiting(task));
        }

        run = restored;
        succeed("c");
        assertThat(newest("d").result()).isEqualTo(ResultState.UPSTREAM_FAILED);
        assertThat(run.status().message()).startsWith("Task b failed with message: x.");
    }

    @Test
    void aRunMayGoOnWithTheJobAsItIsNow() {
        start();
        succeed("a");
        fail("b");
        succeed("c");
        RunPlan changed = plan(0, 0, "n:", "c:", "b:n", "a:");
        List<TaskRun> kept = run.newest().stream()
                .filter(taskRun -> !taskRun.taskKey().equals("d"))
                .map(taskRun ->
                        taskRun.numbered(changed.graph().find(taskRun.taskKey()).orElseThrow()))
                .toList();
        run = Run.restore(1, changed, run.status(), Run.Rows.of(kept));
        repair(RepairChoice.of(Set.of("b")));

        assertThat(states()).isEqualTo("n PENDING, c SUCCESS, b BLOCKED, a SUCCESS");
        succeed("n");
        succeed("b");
        assertThat(run.status().result()).isEqualTo(ResultState.SUCCESS);
    }

    private void start() {
        on(Event.start());
    }

    private void repair(RepairChoice choice) {
        apply(machine.repair(run, choice, now));
    }

    private void on(Event event) {
        apply(machine.on(run, event, now));
    }

    private void apply(Change change) {
        run.apply(change);
        commands.addAll(change.commands());
    }

    private void begin(String key) {
        long fence = fences.incrementAndGet();
        on(Event.assigned(newest(key).taskRunId(), fence, "driver"));
        on(Event.started(newest(key).taskRunId(), fence));
    }

    private void succeed(String key) {
        begin(key);
        end(key, SUCCESS);
    }

    private void fail(String key) {
        begin(key);
        end(key, FAILED);
    }

    private void end(String key, Event.Ending ending) {
        on(Event.ended(newest(key).taskRunId(), newest(key).fence(), ending, ending == SUCCESS ? "" : "x"));
    }

    private TaskRun newest(String key) {
        return run.newest(run.plan().graph().find(key).orElseThrow()).orElseThrow();
    }

    /** The result of each task that has one, the state of the others. */
    private String states() {
        return String.join(
                ", ",
                run.newest().stream()
                        .map(taskRun -> taskRun.taskKey() + " "
                                + (taskRun.result() == null ? taskRun.state() : taskRun.result()))
                        .toList());
    }

    private static RunPlan plan(long timeout, int retries, String... tasks) {
        return GivenPlan.of(timeout, new TaskPolicy(retries, 0, false, 0), tasks);
    }
}
