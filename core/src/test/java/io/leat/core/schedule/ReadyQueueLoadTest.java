package io.leat.core.schedule;

import static io.leat.core.schedule.ReadyQueue.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold whatever comes in, shown by arrivals and ends from a seed. */
class ReadyQueueLoadTest {
    private static final int SEEDS = 40;
    private static final int STEPS = 300;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void everyTaskRunStartsAfterABoundedNumberOfStartsAndNoPoolGivesMoreThanItHas(int widest) {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Load(seed, widest).run();
        }
    }

    /** A scan for each start would take minutes; the processor's time is that of this thread, whatever else runs. */
    @Test
    void howManyWaitDoesNotMatterToOneStart() {
        ReadyQueue<String> queue = new ReadyQueue<>();
        queue.declare("gpu", 1);
        int many = 100_000;
        for (int task = 0; task < many; task++) {
            Claim claim = task % 4 == 0 ? new Claim("gpu", 1) : null;
            queue.add(new Ready<>(task, task % 97, task % 13, task % 3, "spark", claim));
        }

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        for (int task = 0; task < many; task++) {
            queue.ended(queue.next(Map.of("spark", 1)).orElseThrow().taskRunId());
        }

        assertThat(queue.size()).isZero();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    /** A workspace in which task runs of many jobs come and go; keeps books of its own beside the queue's. */
    private static final class Load {
        private final long seed;
        private final Random random;
        private final int widest;
        private final ReadyQueue<String> queue = new ReadyQueue<>();
        private final Map<String, Integer> sizes = Map.of("gpu", 4, "licence", 5);
        private final Map<String, Integer> drivers = new HashMap<>(Map.of("A", 3, "B", 4));
        private final Map<Long, Entry> waiting = new LinkedHashMap<>();
        private final Map<Long, Entry> running = new LinkedHashMap<>();
        private long ids;

        Load(long seed, int widest) {
            this.seed = seed;
            this.random = new Random(seed);
            this.widest = widest;
            sizes.forEach(queue::declare);
        }

        /** A waiting task run: how many older ones its line had, and who started before it. */
        private static final class Entry {
            final Ready<String> ready;
            final long olderInLine;
            long inLine;
            long younger;

            Entry(Ready<String> ready, long olderInLine) {
                this.ready = ready;
                this.olderInLine = olderInLine;
            }

            boolean isInLineOf(Ready<String> other) {
                return ready.kind().equals(other.kind()) && Objects.equals(pool(ready), pool(other));
            }
        }

        private static String pool(Ready<String> ready) {
            return ready.claim() == null ? "" : ready.claim().pool();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int arrivals = random.nextInt(20) == 0 ? random.nextInt(60) : random.nextInt(4);
                for (int i = 0; i < arrivals; i++) {
                    arrive();
                }

                if (random.nextInt(10) == 0) {
                    drivers.put("B", random.nextBoolean() ? 0 : 4);
                }

                end(random.nextInt(5));
                dispatch();
            }

            drivers.put("B", 4);
            dispatch();
            while (!running.isEmpty()) {
                end(1);
                dispatch();
            }

            assertThat(waiting.keySet()).as("seed %d: what never started", seed).isEmpty();
        }

        private void arrive() {
            long job = random.nextInt(5);
            int priority = job == 4 ? -3 : (int) job * 4;
            String[] pools = {"", "", "gpu", "licence"};
            String pool = pools[random.nextInt(pools.length)];
            Claim claim = pool.isEmpty() ? null : new Claim(pool, 1 + random.nextInt(widest));
            String kind = random.nextInt(3) == 0 ? "B" : "A";
            Ready<String> ready = new Ready<>(++ids, job * 10 + random.nextInt(3), job, priority, kind, claim);
            long older = waiting.values().stream()
                    .filter(entry -> entry.isInLineOf(ready))
                    .count();
            waiting.put(ready.taskRunId(), new Entry(ready, older));
            queue.add(ready);
        }

        private void end(int many) {
            List<Long> ids = new ArrayList<>(running.keySet());
            for (int i = 0; i < many && !ids.isEmpty(); i++) {
                long taskRunId = ids.remove(random.nextInt(ids.size()));
                running.remove(taskRunId);
                queue.ended(taskRunId);
            }
        }

        private void dispatch() {
            Optional<Ready<String>> next = queue.next(room());
            while (next.isPresent()) {
                started(next.get());
                next = queue.next(room());
            }

            assertThat(waiting.values().stream().filter(entry -> widest == 1).noneMatch(couldStart()))
                    .as("seed %d: all that can start does", seed)
                    .isTrue();
        }

        private Map<String, Integer> room() {
            Map<String, Integer> room = new HashMap<>();
            drivers.forEach((kind, slots) -> {
                long held = running.values().stream()
                        .filter(entry -> entry.ready.kind().equals(kind))
                        .count();
                room.put(kind, Math.max(0, slots - (int) held));
            });
            return room;
        }

        /** What is free now, of drivers and of pools. */
        private Predicate<Entry> couldStart() {
            Map<String, Integer> room = room();
            Map<String, Integer> free = free();
            return entry -> {
                Claim claim = entry.ready.claim();
                return room.get(entry.ready.kind()) > 0 && (claim == null || claim.slots() <= free.get(claim.pool()));
            };
        }

        private Map<String, Integer> free() {
            Map<String, Integer> free = new HashMap<>(sizes);
            running.values().stream()
                    .map(entry -> entry.ready.claim())
                    .filter(Objects::nonNull)
                    .forEach(claim -> free.merge(claim.pool(), -claim.slots(), Integer::sum));
            return free;
        }

        private void started(Ready<String> ready) {
            Entry one = waiting.get(ready.taskRunId());
            Predicate<Entry> couldStart = couldStart();
            assertThat(couldStart.test(one))
                    .as("seed %d: %s has room", seed, ready)
                    .isTrue();
            waiting.remove(ready.taskRunId());
            for (Entry other : waiting.values()) {
                if (other.isInLineOf(ready)) {
                    other.inLine++;
                }

                if (other.ready.taskRunId() < ready.taskRunId() && couldStart.test(other)) {
                    other.younger++;
                }
            }

            long overtaken = PATIENCE * (one.olderInLine + 1);
            assertThat(one.inLine)
                    .as("seed %d: starts of its line before %s", seed, ready)
                    .isLessThanOrEqualTo(one.olderInLine + overtaken);
            if (widest == 1) {
                assertThat(one.younger)
                        .as("seed %d: starts of younger ones where %s could have started", seed, ready)
                        .isLessThanOrEqualTo(overtaken);
            }

            running.put(ready.taskRunId(), one);
            assertThat(free().values()).as("seed %d: free slots", seed).allMatch(slots -> slots >= 0);
        }
    }
}
