package io.leat.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The property {@code leat.simulation.seeds} says how many; {@code bench/simulate} replays one that failed. */
class SimulationTest {
    private static final long FIRST = 1;
    private static final int THREADS = 2;
    private static final int ENOUGH_FAILURES = 5;
    private static final long LEAST_EVENTS = 200;
    private static final long LEAST_FAULTS = 5;

    @Test
    void manyWorldsGoAsTheyMust() {
        long last = Long.getLong("leat.simulation.seeds", 10_000);
        Seeds seeds = Seeds.run(FIRST, last, THREADS, ENOUGH_FAILURES);
        System.out.print(seeds.histogram());
        assertThat(seeds.failed().stream().map(Simulate::describe).collect(Collectors.joining("\n")))
                .isEmpty();
        assertThat(seeds.count()).isEqualTo((int) last);
        assertThat(seeds.medianEvents()).isGreaterThanOrEqualTo(LEAST_EVENTS);
        assertThat(seeds.medianFaults()).isGreaterThanOrEqualTo(LEAST_FAULTS);
    }

    @Test
    void aSeedBringsTheSameWorldAgain() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(Simulation.replay(seed).trace())
                    .isNotEmpty()
                    .isEqualTo(Simulation.replay(seed).trace());
        }
    }
}
