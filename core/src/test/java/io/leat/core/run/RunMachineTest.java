package io.leat.core.run;

import static io.leat.core.run.Event.Ending.FAILED;
import static io.leat.core.run.Event.Ending.INTERNAL_ERROR;
import static io.leat.core.run.Event.Ending.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunMachineTest {
    private final AtomicLong ids = new AtomicLong(100);
    private final AtomicLong fences = new AtomicLong();
    private final RunMachine machine = new RunMachine(ids::incrementAndGet);
    private final List<Command> commands = new ArrayList<>();
    private Run run = Run.create(1, plan(0, TaskPolicy.ONCE, "a:", "b:a", "c:a", "d:b,c"), RunStatus.pending(0));
    private long now;

    @Test
    void tasksBecomeReadyWhenAllTheyWaitForSucceeded() {
        on(Event.start());
        assertThat(states()).isEqualTo("a PENDING, b BLOCKED, c BLOCKED, d BLOCKED");
        succeed("a");
        assertThat(states()).isEqualTo("a TERMINATED, b PENDING, c PENDING, d BLOCKED");
        succeed("b");
        succeed("c");
        succeed("d");
        assertThat(run.status().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(commands).contains(Command.ended());
    }

    @Test
    void aFailureSkipsAllBelowAndIsTold() {
        on(Event.start());
        succeed("a");
        end("b", FAILED, "no such column");
        succeed("c");

        assertThat(newest("d").result()).isEqualTo(ResultState.UPSTREAM_FAILED);
        assertThat(run.status().state()).isEqualTo(LifeCycleState.INTERNAL_ERROR);
        assertThat(run.status().message())
                .isEqualTo("Task b failed with message: no such column. This caused all downstream tasks to get"
                        + " skipped.");
    }

    @Test
    void anAttemptIsRepeatedAsOftenAsAllowedAndNotBeforeItsInterval() {
        run = Run.create(1, plan(0, new TaskPolicy(1, 9_000, false, 0), "a:"), RunStatus.pending(0));
        on(Event.start());
        now = 1_000;
        begin("a");
        now = 2_000;
        long first = newest("a").taskRunId();
        on(Event.ended(first, newest("a").fence(), FAILED, "x"));

        assertThat(newest("a").state()).isEqualTo(LifeCycleState.WAITING_FOR_RETRY);
        assertThat(commands).contains(Command.timeRetry(newest("a").taskRunId(), 10_000));
        now = 10_000;
        on(Event.retryDue(newest("a").taskRunId()));
        assertThat(newest("a").attemptNumber()).isEqualTo(1);
        end("a", FAILED, "y");
        assertThat(run.status().message()).isEqualTo("Task a failed with message: y.");
    }

    @Test
    void anAttemptOutOfTimeEndsOnlyWhenItsDriverSaysSo() {
        run = Run.create(1, plan(0, new TaskPolicy(3, 0, false, 500), "a:"), RunStatus.pending(0));
        on(Event.start());
        begin("a");
        assertThat(commands).contains(Command.timeTask(newest("a").taskRunId(), 500));
        on(Event.taskTimeout(newest("a").taskRunId()));

        assertThat(newest("a").state()).isEqualTo(LifeCycleState.TERMINATING);
        assertThat(run.status().isTerminal()).isFalse();
        on(Event.ended(newest("a").taskRunId(), newest("a").fence(), Event.Ending.CANCELED, ""));
        assertThat(newest("a").result()).isEqualTo(ResultState.TIMEDOUT);
        assertThat(run.status().result()).isEqualTo(ResultState.FAILED);
    }

    @Test
    void aTimeoutIsRepeatedWhenAskedFor() {
        run = Run.create(1, plan(0, new TaskPolicy(3, 0, true, 500), "a:"), RunStatus.pending(0));
        on(Event.start());
        begin("a");
        on(Event.taskTimeout(newest("a").taskRunId()));
        on(Event.ended(newest("a").taskRunId(), newest("a").fence(), Event.Ending.CANCELED, ""));

        assertThat(newest("a").state()).isEqualTo(LifeCycleState.PENDING);
    }

    @Test
    void aCancelledRunStartsNothingAndWaitsForWhatRuns() {
        on(Event.start());
        succeed("a");
        begin("b");
        on(Event.cancel());

        assertThat(states()).isEqualTo("a TERMINATED, b TERMINATING, c TERMINATED, d TERMINATED");
        assertThat(commands).contains(Command.cancel(newest("b").taskRunId()));
        assertThat(run.status().isTerminal()).isFalse();
        on(Event.ended(newest("b").taskRunId(), newest("b").fence(), Event.Ending.CANCELED, ""));
        assertThat(run.status().result()).isEqualTo(ResultState.CANCELED);
        assertThat(newest("a").result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aRunOutOfTimeEndsAsSuch() {
        run = Run.create(1, plan(5_000, TaskPolicy.ONCE, "a:", "b:a"), RunStatus.pending(0));
        on(Event.start());
        assertThat(commands).contains(Command.timeRun(5_000));
        begin("a");
        now = 5_000;
        on(Event.runTimeout());
        on(Event.ended(newest("a").taskRunId(), newest("a").fence(), Event.Ending.CANCELED, ""));

        assertThat(run.status().result()).isEqualTo(ResultState.TIMEDOUT);
    }

    @Test
    void whatAnOlderAssignmentReportsMovesNothing() {
        on(Event.start());
        begin("a");
        TaskRun held = newest("a");

        assertThat(machine.on(run, Event.ended(held.taskRunId(), held.fence() - 1, SUCCESS, ""), now)
                        .isEmpty())
                .isTrue();
        succeed("a");
        assertThat(machine.on(run, Event.ended(held.taskRunId(), held.fence(), FAILED, "late"), now)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aDisplacedTaskStartsAgainWithoutUsingItsRetries() {
        run = Run.create(1, plan(0, TaskPolicy.ONCE, "a:"), RunStatus.pending(0));
        on(Event.start());
        begin("a");
        on(Event.displaced(newest("a").taskRunId(), newest("a").fence(), "its driver was ended"));

        assertThat(newest("a").state()).isEqualTo(LifeCycleState.PENDING);
        assertThat(newest("a").retriesUsed()).isZero();
        assertThat(newest("a").attemptNumber()).isEqualTo(1);
        begin("a");
        end("a", INTERNAL_ERROR, "driver lost");
        assertThat(newest("a").state()).isEqualTo(LifeCycleState.INTERNAL_ERROR);
    }

    @Test
    void aTaskOutOfTimeIsTriedAgainThoughItsDriverWasEndedForAnother() {
        run = Run.create(1, plan(0, new TaskPolicy(1, 0, true, 5_000), "a:"), RunStatus.pending(0));
        on(Event.start());
        begin("a");
        on(Event.taskTimeout(newest("a").taskRunId()));
        on(Event.displaced(newest("a").taskRunId(), newest("a").fence(), "its driver was ended"));

        assertThat(newest("a").attemptNumber()).isEqualTo(1);
        assertThat(newest("a").retriesUsed()).isEqualTo(1);
    }

    @Test
    void startingTwiceIsStartingOnce() {
        on(Event.start());
        assertThat(machine.on(run, Event.start(), now).isEmpty()).isTrue();
    }

    @Test
    void aRestoredRunGoesOnWhereItStood() {
        on(Event.start());
        succeed("a");
        end("b", FAILED, "x");
        run = Run.restore(1, run.plan(), run.status(), Run.Rows.of(run.newest()));
        succeed("c");

        assertThat(newest("d").result()).isEqualTo(ResultState.UPSTREAM_FAILED);
        assertThat(run.status().result()).isEqualTo(ResultState.FAILED);
    }

    /** Rows tell how many iterations have begun, and not that no more are to. */
    @Test
    void aForEachThatIsBeingEndedBeginsNothingMoreAfterARestart() {
        TaskNode.Nested nested = new TaskNode.Nested(Work.LEAF, TaskPolicy.ONCE, 1);
        RunPlan loops = GivenPlan.with(
                0,
                Map.of(
                        "a",
                        leaf -> new TaskNode(
                                Work.FOR_EACH, leaf.policy(), leaf.runIf(), leaf.presence(), leaf.edges(), nested)),
                TaskPolicy.ONCE,
                "a:");
        run = Run.create(1, loops, RunStatus.pending(0));
        on(Event.start());
        on(Event.expanded(newest("a").taskRunId(), 3, new BitSet()));
        long first = run.iterations().get(0).taskRunId();
        on(Event.assigned(first, 1, "driver"));
        on(Event.cancelTask(newest("a").taskRunId()));

        Loop begun = new Loop(newest("a").taskRunId(), 3, new BitSet(), 1, 1, 0, 0);
        run = Run.restore(1, loops, run.status(), new Run.Rows(run.newest(), run.iterations(), Map.of(0, begun), 0));
        on(Event.ended(first, 1, Event.Ending.CANCELED, ""));

        assertThat(run.iterations()).isEmpty();
        assertThat(newest("a").result()).isEqualTo(ResultState.CANCELED);
        assertThat(run.status().state().isTerminal()).isTrue();
    }

    private void on(Event event) {
        Change change = machine.on(run, event, now);
        run.apply(change);
        commands.addAll(change.commands());
    }

    private void begin(String key) {
        long fence = fences.incrementAndGet();
        on(Event.assigned(newest(key).taskRunId(), fence, "driver"));
        on(Event.started(newest(key).taskRunId(), fence));
    }

    private void succeed(String key) {
        end(key, SUCCESS, "");
    }

    private void end(String key, Event.Ending ending, String message) {
        if (newest(key).state() == LifeCycleState.PENDING) {
            begin(key);
        }

        on(Event.ended(newest(key).taskRunId(), newest(key).fence(), ending, message));
    }

    private TaskRun newest(String key) {
        int task = run.plan().graph().find(key).orElseThrow();
        return run.newest(task).orElseThrow();
    }

    private String states() {
        return String.join(
                ", ",
                run.newest().stream()
                        .map(taskRun -> taskRun.taskKey() + " " + taskRun.state())
                        .toList());
    }

    private static RunPlan plan(long timeout, TaskPolicy policy, String... tasks) {
        return GivenPlan.of(timeout, policy, tasks);
    }
}
