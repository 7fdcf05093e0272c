package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver tells of a task, as those who watch its run see it. */
class FactsTest {
    private static final String JOB = """
            name: one
            tasks:
              - {task_key: a, ingest_task: {source: {format: csv, path: a/}, target: bronze.a}}
            """;

    @TempDir
    private Path folder;

    @Test
    void aCommitIsToldWhole() {
        try (GivenEngine given = new GivenEngine(folder)) {
            long runId = given.run(JOB);
            PlayedDriver driver = given.driver(0);
            Assignment running = driver.take();
            driver.commit(running, "b-1", 7);
            driver.finish(running, Outcome.SUCCESS, "");

            List<ObjectNode> events = new ArrayList<>();
            given.engine().runFeed().subscribe(runId, 0, event -> events.add(event.json()));

            ObjectNode told = events.stream()
                    .filter(event -> "commit".equals(event.path("type").asText()))
                    .findFirst()
                    .orElseThrow();
            assertThat(told.path("commit").path("version").asLong()).isEqualTo(7);
            assertThat(told.path("commit").path("table").asText()).isNotEmpty();
            assertThat(events)
                    .allMatch(event -> event.path("seq").asLong()
                            >= event.path("transaction").asLong(Long.MAX_VALUE));
        }
    }
}
