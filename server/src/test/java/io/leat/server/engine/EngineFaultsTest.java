package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.run.ResultState;
import io.leat.core.value.Secrets;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.rest.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of a world that misbehaves: clocks, disks, processes, secrets. */
class EngineFaultsTest {
    private static final String ONE = """
            name: one
            tasks:
              - task_key: only
                timeout_seconds: 3600
                persist_task: {input: bronze.clicks, target: gold.clicks}
            """;
    private static final String SECRET = """
            name: hidden
            tasks:
              - task_key: only
                persist_task: {input: bronze.clicks, target: gold.clicks, where: "a = '{{secrets/shop/token}}'"}
            """;

    private final AtomicLong ahead = new AtomicLong();
    private final AtomicReference<Secrets> secrets = new AtomicReference<>(Secrets.NONE);

    @TempDir
    private Path folder;

    private GivenEngine given;

    @BeforeEach
    void givenAnEngine() {
        given = new GivenEngine(
                folder,
                Duration.ofSeconds(1),
                (scope, key) -> secrets.get().find(scope, key),
                () -> System.currentTimeMillis() + ahead.get());
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void aClockThatJumpsEndsNothingBeforeItsTime() {
        long runId = given.run(ONE);
        PlayedDriver driver = given.driver(0);
        Assignment only = driver.take();
        for (long jump : new long[] {7_200_000, -7_200_000}) {
            ahead.addAndGet(jump);
            given.run(ONE); // is skipped, and takes the engine through a step at the new time
        }

        driver.finish(only, Outcome.SUCCESS, "");
        RunView view = given.view(runId);
        assertThat(view.state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(view.tasks()).hasSize(1);
    }

    @Test
    void aDriverThatCannotStartIsTriedAgainAfterAPauseAndNotInALoop() {
        long runId = given.run(ONE.replace("timeout_seconds: 3600", "max_retries: -1"));
        GivenEngine.await(() -> given.launcher.started.size() == 1);
        long began = System.nanoTime();
        given.launcher.started.get(0).die(1);

        GivenEngine.await(() -> given.launcher.started.size() == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
        PlayedDriver driver = given.driver(1);
        driver.finish(driver.take(), Outcome.SUCCESS, "");
        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
        assertThat(given.view(runId).tasks()).hasSize(2);
    }

    @Test
    void whatRanWhenEverythingDiedResumesWithoutARetry() {
        long runId = given.run(ONE);
        given.driver(0).take();
        given.close();
        given.launcher.started.get(0).die(137);
        given.open();

        PlayedDriver driver = given.driver(1);
        driver.finish(driver.take(), Outcome.SUCCESS, "");
        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aDriverThatIsThereAndNotHeardOfIsKilled() {
        given.run(ONE);
        given.driver(0).take();
        given.restart();

        GivenEngine.await(() -> !given.launcher.started.get(0).isAlive());
    }

    @Test
    void aDriverThatComesUpAndIsNeverHeardOfAgainIsReplaced() {
        long runId = given.run(ONE.replace("timeout_seconds: 3600", "max_retries: 1"));
        given.driver(0);
        GivenEngine.await(() -> !given.launcher.started.get(0).isAlive());
        PlayedDriver other = given.driver(1);
        other.finish(other.take(), Outcome.SUCCESS, "");

        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aSecretThatIsGoneAfterARestartEndsItsTaskAndNothingElse() {
        secrets.set((scope, key) -> java.util.Optional.of("hunter2hunter2"));
        long runId = given.run(SECRET);
        PlayedDriver driver = given.driver(0);
        driver.take();
        secrets.set(Secrets.NONE);
        given.restart();

        GivenEngine.await(() -> given.view(runId).state().lifeCycle().isTerminal());
        assertThat(given.view(runId).state().message()).contains("no secret token in scope shop");
        assertThat(given.run(ONE)).isPositive();
    }

    @Test
    void logsThatCannotBeWrittenCostNoResult() throws IOException {
        long runId = given.run(ONE);
        PlayedDriver driver = given.driver(0);
        Assignment only = driver.take();
        Files.delete(given.workspace().taskLogs());
        Files.writeString(given.workspace().taskLogs(), "a file where the folder should be");
        driver.log(only, "one line");
        driver.finish(only, Outcome.SUCCESS, "");

        assertThat(given.view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aRequestThatIsSentAgainStartsNothingTwice() {
        RunFile request =
                new RunFile(new JobFileText("/project/job.yaml", ONE), Map.of(), null, Map.of(), "token", List.of());
        long first = given.engine().files().run(request).runId();

        assertThat(given.engine().files().run(request).runId()).isEqualTo(first);
        given.restart();
        assertThat(given.engine().files().run(request).runId()).isEqualTo(first);
    }
}
