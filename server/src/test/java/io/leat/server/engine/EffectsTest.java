package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.error.LeatException;
import io.leat.server.rest.RunFeedApi.RunEvent;
import io.leat.server.rest.RunFeedApi.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the world outside the store sees of work that is taken together with other work, which may fail. */
@Timeout(60)
class EffectsTest {
    private static final String JOB = """
            name: one
            tasks:
              - {task_key: a, ingest_task: {source: {format: csv, path: a/}, target: bronze.a}}
            """;

    private final HeldMachine machine = new HeldMachine();
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private GivenEngine given;
    private long runId;
    private PlayedDriver driver;
    private Assignment running;

    @BeforeEach
    void givenARunningTask() {
        given = new GivenEngine(folder, machine);
        runId = given.run(JOB);
        driver = given.driver(0);
        running = driver.take();
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void aWatcherIsToldNothingThatIsNotDurableYet() throws Exception {
        AtomicInteger before = new AtomicInteger(-1);
        machine.hold();
        CompletableFuture<Subscription> watching = waiting(1, this::watch);
        CompletableFuture<Boolean> looking = waiting(
                2,
                () -> given.engine().write(tables -> {
                    before.set(events.size());
                    return true;
                }));
        machine.release();

        assertThat(looking.get(20, TimeUnit.SECONDS)).isTrue();
        watching.get(20, TimeUnit.SECONDS).close();
        assertThat(before).hasValue(0);
        assertThat(events).isNotEmpty();
    }

    @Test
    void aWatcherIsToldOnceThoughTheWorkBesideItFails() throws Exception {
        machine.hold();
        CompletableFuture<Subscription> watching = waiting(1, this::watch);
        CompletableFuture<Boolean> failing = waiting(2, this::fail);
        machine.release();

        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("the work beside it");
        try (Subscription open = watching.get(20, TimeUnit.SECONDS)) {
            assertThat(open).isNotNull();
            driver.finish(running, Outcome.SUCCESS, "");
        }

        assertThat(events).extracting(RunEvent::seq).doesNotHaveDuplicates().isSorted();
        assertThat(events.get(events.size() - 1).end()).isTrue();
        assertThat(given.engine().activity().watched()).isFalse();
    }

    @Test
    void nobodyWatchesARunThatIsNotThere() {
        assertThatThrownBy(() -> given.engine().runFeed().subscribe(runId + 1_000, 0, events::add))
                .isInstanceOf(LeatException.class)
                .hasMessage("Run %d does not exist.", runId + 1_000);
        assertThat(given.engine().activity().watched()).isFalse();
    }

    @Test
    void aLineIsLoggedOnceThoughTheWorkBesideItFails() throws Exception {
        machine.hold();
        CompletableFuture<Boolean> logging = waiting(1, () -> {
            driver.log(running, "the one line");
            return true;
        });
        CompletableFuture<Boolean> failing = waiting(2, this::fail);
        machine.release();

        assertThat(logging.get(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("the work beside it");
        assertThat(log()).isEqualTo("the one line\n");
    }

    /** Work that waits for the engine as the n-th piece. */
    private <T> CompletableFuture<T> waiting(int pieces, Supplier<T> work) {
        CompletableFuture<T> coming = CompletableFuture.supplyAsync(work);
        machine.awaitWaiting(pieces);
        return coming;
    }

    private Subscription watch() {
        return given.engine().runFeed().subscribe(runId, 0, events::add);
    }

    private boolean fail() {
        return given.engine().write(tables -> {
            throw new IllegalStateException("the work beside it");
        });
    }

    private String log() throws IOException {
        try (InputStream log = given.engine().runFeed().log(running.taskRunId(), 0)) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
