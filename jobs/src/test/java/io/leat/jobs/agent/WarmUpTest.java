package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.jobs.testing.TestSpark;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    @TempDir
    Path folder;

    @Test
    void everyTaskAndQueryOfTheSmallJobSucceeds() throws Exception {
        Map<String, Finish> ends = WarmUp.run(TestSpark.session(folder), TaskKinds.all(), folder);

        assertThat(ends).hasSize(9);
        ends.forEach((task, end) ->
                assertThat(end.outcome() + end.message()).as(task).isEqualTo(Outcome.SUCCESS.name()));
    }
}
