package io.leat.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    @TempDir
    Path folder;

    private Path log;
    private DriverProcess driver;

    /** A small program that says its token and then waits for ever. */
    public static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("token " + System.getenv("LEAT_AGENT_TOKEN"));
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @BeforeEach
    void givenAProcess() {
        log = folder.resolve("d1.log");
        driver = LocalProcess.child(start(Waiting.class.getName()), log);
    }

    @AfterEach
    void end() {
        driver.kill();
    }

    @Test
    void itLeadsASessionOfItsOwn() throws IOException {
        awaitLog("token tok");
        String stat = Files.readString(Path.of("/proc", String.valueOf(driver.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");

        assertThat(fields[3]).as("session").isEqualTo(String.valueOf(driver.pid()));
    }

    @Test
    void killedMeansDead() {
        assertThat(driver.isAlive()).isTrue();

        driver.kill();

        assertThat(driver.isAlive()).isFalse();
        assertThat(driver.onExit()).isCompletedWithValue(137);
    }

    @Test
    void anEndIsNoticed() {
        DriverProcess short1 = LocalProcess.child(start("no.such.Program"), log);

        assertThat(short1.onExit()).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(1);
        assertThat(short1.isAlive()).isFalse();
    }

    @Test
    void aProcessIsFoundAgainByItsIdAndStart() {
        Optional<LocalProcess> found = LocalProcess.found("d-1", driver.pid(), driver.startedAt(), log);

        assertThat(found).isPresent();
        found.orElseThrow().kill();
        assertThat(driver.onExit()).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(found.orElseThrow().onExit()).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(found.orElseThrow().isAlive()).isFalse();
    }

    @Test
    void aProcessOfTheSameIdThatStartedAtAnotherTimeIsNotOurs() {
        assertThat(LocalProcess.found("d-1", driver.pid(), driver.startedAt() - 60_000, log))
                .isEmpty();
    }

    @Test
    void aDeadProcessIsNotFound() {
        driver.kill();

        assertThat(LocalProcess.found("d-1", driver.pid(), driver.startedAt(), log))
                .isEmpty();
    }

    private Process start(String main) {
        List<String> command =
                List.of(SubmitCommand.java(), "-Xmx16m", "-cp", System.getProperty("java.class.path"), main);
        return OwnSession.start(command, Map.of("LEAT_AGENT_TOKEN", "tok"), folder, log);
    }

    private void awaitLog(String text) {
        org.assertj.core.api.Assertions.assertThatCode(() -> {
                    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                    while (!Files.readString(log).contains(text) && System.nanoTime() < deadline) {
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                })
                .doesNotThrowAnyException();
        assertThat(log).content().contains(text);
    }
}
