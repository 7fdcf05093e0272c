package io.leat.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.run.Transitions.Cause;
import io.leat.core.run.Transitions.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private static final int RUNS = 12_000;

    @Test
    void thePageOfStatesIsThatOfTheTable() throws IOException {
        Path file = Path.of("..", "docs", "states.md");
        if (Boolean.getBoolean("leat.update")) {
            Files.writeString(file, StatesPage.markdown());
        }

        assertThat(file).as("write it anew with -Dleat.update=true").hasContent(StatesPage.markdown());
    }

    @Test
    void randomRunsEndAndMoveInEveryWayThereIs() {
        Map<Step, Set<Cause>> seen = new LinkedHashMap<>();
        for (long seed = 0; seed < RUNS; seed++) {
            try {
                Run run = new RandomRun(seed, seen).play();
                assertThat(run.status().isTerminal()).isTrue();
                assertThat(run.iterations()).isEmpty();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }

        assertThat(seen).isEqualTo(Transitions.all());
    }
}
