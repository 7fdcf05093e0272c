package io.leat.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    private static final String SPARK = "spark";
    private static final String OTHER = "other";

    private final ReadyQueue<String> queue = new ReadyQueue<>();
    private final Map<String, Integer> room = new HashMap<>(Map.of(SPARK, 1));

    @Test
    void inARunWhatWasReadyFirstStartsFirst() {
        add(1, 10, 100);
        add(2, 10, 100);
        add(3, 10, 100);

        assertThat(drain()).containsExactly(1L, 2L, 3L);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aRunWithOneTaskRunDoesNotWaitForTheTenThousandOfAnother() {
        for (int task = 1; task <= 10_000; task++) {
            add(task, 10, 100);
        }

        start();
        add(20_001, 20, 200);

        assertThat(List.of(start(), start())).contains(20_001L);
    }

    @Test
    void runsOfOneJobTakeTurnsWithinTheTurnsOfTheirJob() {
        for (int task = 1; task <= 4; task++) {
            add(task, 10, 100);
            add(10 + task, 11, 100);
            add(20 + task, 20, 200);
        }

        assertThat(drain().subList(0, 8)).containsExactly(1L, 21L, 11L, 22L, 2L, 23L, 12L, 24L);
    }

    @Test
    void theJobOfHigherPriorityGoesFirst() {
        add(1, 10, 100, 0, SPARK, null);
        add(2, 20, 200, 5, SPARK, null);
        add(3, 30, 300, -1, SPARK, null);
        add(4, 20, 200, 5, SPARK, null);

        assertThat(drain()).containsExactly(2L, 4L, 1L, 3L);
    }

    @Test
    void theOldestGoesNextAfterEightYoungerOnesWhateverTheirPriority() {
        add(1, 10, 100, 0, SPARK, null);
        List<Long> started = new ArrayList<>();
        for (int task = 2; task < 20; task++) {
            add(task, 20, 200, 9, SPARK, null);
            started.add(start());
        }

        assertThat(started.indexOf(1L)).isEqualTo(ReadyQueue.PATIENCE);
    }

    @Test
    void aKindOfDriverThatIsNotThereHindersNoOther() {
        add(1, 10, 100, 9, OTHER, null);
        add(2, 20, 200, 0, SPARK, null);

        assertThat(start()).isEqualTo(2);
        assertThat(queue.next(room)).isEmpty();
        assertThat(queue.wanted()).containsExactly(OTHER);
        room.put(OTHER, 1);
        assertThat(start()).isEqualTo(1);
    }

    @Test
    void aKindOfDriverThatOthersKeepOutIsOverdueInTheEnd() {
        add(1, 10, 100, 0, OTHER, null);
        for (int task = 2; task < 2 + ReadyQueue.DRIVER_PATIENCE; task++) {
            assertThat(queue.overdue(OTHER)).isFalse();
            add(task, 20, 200);
            start();
        }

        assertThat(queue.overdue(OTHER)).isTrue();
        assertThat(queue.overdue(SPARK)).isFalse();
    }

    @Test
    void theKindOfDriverThatWasWaitedForFirstIsWantedFirst() {
        add(1, 10, 100, 0, "c", null);
        add(2, 10, 100, 9, "a", null);
        add(3, 10, 100, 0, "b", null);

        assertThat(queue.wanted()).containsExactly("c", "a", "b");
    }

    @Test
    void slotsOfAPoolAreSharedByAllJobs() {
        queue.declare("gpu", 2);
        add(1, 10, 100, 0, SPARK, new Claim("gpu", 1));
        add(2, 20, 200, 0, OTHER, new Claim("gpu", 1));
        add(3, 30, 300, 0, SPARK, new Claim("gpu", 1));
        add(4, 30, 300, 0, SPARK, null);
        room.put(OTHER, 1);

        assertThat(drain()).containsExactly(1L, 2L, 4L);
        assertThat(queue.pools()).containsExactly(new PoolUse("gpu", 2, 2, 1));
        assertThat(queue.waitsFor(3)).contains("1 slot of pool gpu (2 of 2 are in use)");
        queue.ended(2);
        assertThat(drain()).containsExactly(3L);
    }

    @Test
    void slotsThatComeFreeAreKeptForTheWideClaimWhoseTurnItIs() {
        queue.declare("gpu", 3);
        add(1, 10, 100, 0, SPARK, new Claim("gpu", 1));
        add(2, 10, 100, 0, SPARK, new Claim("gpu", 1));
        drain();
        add(3, 20, 200, 0, SPARK, new Claim("gpu", 3));
        assertThat(queue.next(room)).isEmpty();
        add(4, 30, 300, 9, SPARK, new Claim("gpu", 1));

        assertThat(queue.next(room)).isEmpty();
        assertThat(queue.waitsFor(3)).contains("3 slots of pool gpu (2 of 3 are in use)");
        queue.ended(1);
        assertThat(queue.next(room)).isEmpty();
        queue.ended(2);
        assertThat(start()).isEqualTo(3);
        assertThat(queue.next(room)).isEmpty();
    }

    @Test
    void whatSlotsAreKeptForKeepsItsDriverSlotToo() {
        queue.declare("gpu", 2);
        add(1, 10, 100, 0, SPARK, new Claim("gpu", 1));
        drain();
        add(2, 20, 200, 0, SPARK, new Claim("gpu", 2));
        add(3, 30, 300, 0, SPARK, null);

        assertThat(queue.next(Map.of(SPARK, 1))).isEmpty();
        assertThat(queue.next(Map.of(SPARK, 2)).map(Ready::taskRunId)).contains(3L);
    }

    @Test
    void slotsAreKeptNoLongerThanThereIsADriverToWaitOn() {
        queue.declare("gpu", 2);
        room.put(OTHER, 1);
        add(1, 10, 100, 0, SPARK, new Claim("gpu", 1));
        drain();
        add(2, 20, 200, 0, OTHER, new Claim("gpu", 2));
        add(3, 30, 300, 0, SPARK, new Claim("gpu", 1));
        assertThat(queue.next(room)).isEmpty();
        room.remove(OTHER);

        assertThat(start()).isEqualTo(3);
    }

    @Test
    void aClaimLargerThanItsPoolWaitsAsideUntilThePoolGrows() {
        queue.declare("gpu", 1);
        add(1, 10, 100, 0, SPARK, new Claim("gpu", 2));
        add(2, 10, 100, 0, SPARK, new Claim("gpu", 1));

        assertThat(drain()).containsExactly(2L);
        assertThat(queue.waitsFor(1)).contains("2 slots of pool gpu, which has 1");
        assertThat(queue.wanted()).isEmpty();
        queue.ended(2);
        queue.declare("gpu", 2);
        assertThat(drain()).containsExactly(1L);
    }

    @Test
    void aPoolThatWasMadeSmallerGivesNothingUntilEnoughHasEnded() {
        queue.declare("gpu", 3);
        add(1, 10, 100, 0, SPARK, new Claim("gpu", 2));
        add(2, 10, 100, 0, SPARK, new Claim("gpu", 2));
        drain();
        queue.declare("gpu", 1);
        add(3, 10, 100, 0, SPARK, new Claim("gpu", 1));

        assertThat(queue.next(room)).isEmpty();
        assertThat(queue.pools()).containsExactly(new PoolUse("gpu", 1, 2, 2));
        queue.ended(1);
        assertThat(drain()).containsExactly(3L);
    }

    @Test
    void whatClaimsAPoolThatDoesNotExistWaitsForItAndHindersNobody() {
        add(1, 10, 100, 9, SPARK, new Claim("gpu", 1));
        add(2, 20, 200, 0, SPARK, null);

        assertThat(drain()).containsExactly(2L);
        assertThat(queue.waitsFor(1)).contains("1 slot of pool gpu, which does not exist");
        assertThat(queue.pools()).containsExactly(new PoolUse("gpu", -1, 0, 1));
        queue.declare("gpu", 1);
        assertThat(drain()).containsExactly(1L);
        queue.undeclare("gpu");
        queue.ended(1);
        assertThat(queue.pools()).isEmpty();
    }

    @Test
    void whatIsRunningSinceBeforeHasItsSlots() {
        queue.declare("gpu", 2);
        queue.running(1, new Claim("gpu", 2));
        queue.running(1, new Claim("gpu", 2));
        add(2, 20, 200, 0, SPARK, new Claim("gpu", 1));

        assertThat(queue.next(room)).isEmpty();
        queue.ended(1);
        queue.ended(1);
        assertThat(queue.pools()).containsExactly(new PoolUse("gpu", 2, 0, 1));
        assertThat(start()).isEqualTo(2);
    }

    @Test
    void whatEndedWhileItWaitedDoesNotStartAndKeepsNothing() {
        queue.declare("gpu", 2);
        add(1, 10, 100, 0, SPARK, new Claim("gpu", 1));
        drain();
        add(2, 20, 200, 0, SPARK, new Claim("gpu", 2));
        assertThat(queue.next(room)).isEmpty();
        add(3, 30, 300, 0, SPARK, new Claim("gpu", 1));
        queue.ended(2);

        assertThat(drain()).containsExactly(3L);
        assertThat(queue.waitsFor(2)).isEmpty();
    }

    @Test
    void whatWaitsAlreadyIsNotAddedAgain() {
        add(1, 10, 100);
        add(1, 10, 100);

        assertThat(drain()).containsExactly(1L);
    }

    @Test
    void whatWaitsForAKindOfDriverIsTold() {
        queue.declare("gpu", 0);
        add(1, 10, 100, 0, OTHER, null);
        add(2, 10, 100, 0, OTHER, new Claim("gpu", 1));

        assertThat(queue.waitingFor(OTHER)).extracting(Ready::taskRunId).containsExactly(1L);
        assertThat(queue.waitingFor(SPARK)).isEmpty();
        assertThat(queue.waitsFor(1)).contains("a driver");
    }

    @Test
    void aClaimOfNothingAndAPoolOfLessThanNothingAreMistakes() {
        assertThatThrownBy(() -> new Claim("gpu", 0)).hasMessage("a claim of 0 slots of pool gpu");
        assertThatThrownBy(() -> queue.declare("gpu", -1)).hasMessage("a pool of -1 slots");
    }

    private void add(long taskRunId, long runId, long jobId) {
        add(taskRunId, runId, jobId, 0, SPARK, null);
    }

    private void add(long taskRunId, long runId, long jobId, int priority, String kind, @Nullable Claim claim) {
        queue.add(new Ready<>(taskRunId, runId, jobId, priority, kind, claim));
    }

    private long start() {
        return queue.next(room).orElseThrow().taskRunId();
    }

    private List<Long> drain() {
        List<Long> started = new ArrayList<>();
        Optional<Ready<String>> next = queue.next(room);
        while (next.isPresent()) {
            started.add(next.get().taskRunId());
            next = queue.next(room);
        }

        return started;
    }
}
