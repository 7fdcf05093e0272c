package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.json.Json;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.ResultState;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.rest.RunView.Iterations;
import io.leat.server.rest.RunView.TaskRunView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks hand on and for-eaches go through, as the store has it when the engine comes back. */
class LoopsTest {
    private static final String LOOP = """
            name: loop
            tasks:
              - {task_key: find, ingest_task: {source: {format: json, path: names/}, target: bronze.names}}
              - task_key: each
                depends_on: [{task_key: find}]
                for_each_task:
                  inputs: "{{tasks.find.values.names}}"
                  task: {task_key: one, ingest_task: {source: {format: json, path: "{{input}}/"}, target: bronze.t}}
            """;

    @TempDir
    private Path folder;

    private GivenEngine given;
    private long runId;
    private PlayedDriver driver;

    @BeforeEach
    void givenALoopOverThreeNames() {
        given = new GivenEngine(folder);
        runId = given.run(LOOP);
        driver = given.driver(0);
        driver.finish(driver.take(), Map.of("names", Json.read("[\"a\", \"b\", \"c\"]", JsonNode.class)));
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void aLoopGoesOnWhereItWas() {
        driver.finish(iteration("a/"), Outcome.SUCCESS, "");
        Assignment running = iteration("b/");
        restart();
        assertThat(iterations()).isEqualTo(new Iterations(3, 1, 1, 0));
        driver.finish(running, Outcome.SUCCESS, "");
        driver.finish(iteration("c/"), Outcome.SUCCESS, "");

        assertThat(iterations()).isEqualTo(new Iterations(3, 0, 3, 0));
        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aRepairGoesThroughWhatHadFailedAlone() {
        driver.finish(iteration("a/"), Outcome.SUCCESS, "");
        driver.finish(iteration("b/"), Outcome.FAILED, "no such column");
        driver.finish(iteration("c/"), Outcome.SUCCESS, "");
        assertThat(iterations()).isEqualTo(new Iterations(3, 0, 2, 1));
        restart();
        given.engine().jobs().repair(new RepairRun(runId, RepairChoice.allFailed(), Map.of(), null));
        driver.finish(iteration("b/"), Outcome.SUCCESS, "");

        assertThat(iterations()).isEqualTo(new Iterations(3, 0, 3, 0));
        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    private Assignment iteration(String path) {
        Assignment assignment = driver.take();
        assertThat(assignment.body().path("source").path("path").asText()).isEqualTo(path);
        return assignment;
    }

    private void restart() {
        given.restart();
        driver = given.again(driver);
    }

    private Iterations iterations() {
        List<TaskRunView> loops = given.view(runId).tasks().stream()
                .filter(task -> task.taskKey().equals("each"))
                .toList();
        return loops.get(loops.size() - 1).steering().iterations();
    }
}
