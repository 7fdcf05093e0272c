package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.Query;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A question whose driver dies, for some other reason or because of it. */
@Timeout(60)
class AsksTest {
    @TempDir
    private Path folder;

    @Test
    void anotherDriverIsAskedOnce() {
        try (GivenEngine given = new GivenEngine(folder)) {
            CompletableFuture<?> answer = given.engine().data().sql("SELECT 1", 10);
            List<Query> first = given.driver(0).poll().queries();
            given.launcher.started.get(0).die(137);
            List<Query> second = given.driver(1).poll().queries();

            assertThat(first).hasSize(1);
            assertThat(second).isEqualTo(first);
            assertThat(answer).isNotDone();
            given.launcher.started.get(1).die(137);
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).hasMessageContaining("ended (exit status 137)");
            assertThat(given.launcher.started).hasSize(2);
        }
    }
}
