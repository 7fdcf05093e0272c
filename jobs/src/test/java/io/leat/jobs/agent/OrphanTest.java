package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanTest {
    @TempDir
    Path workspace;

    @Test
    void aDriverThatNobodyWantsLeaves() throws Exception {
        try (RunningAgent agent = new RunningAgent(workspace, Duration.ofSeconds(2))) {
            agent.controlPlane.await(c -> !c.registrations().isEmpty());
            agent.controlPlane.crash();

            assertThat(agent.end().get(20, TimeUnit.SECONDS)).isEqualTo(Agent.Leaving.ORPHANED);
        }
    }
}
