package io.leat.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leat.server.PostgresServer;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.store.Store;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import io.leat.server.store.Tenure;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedStoreCheckTest {
    @TempDir
    private Path folder;

    @Test
    void aDatabaseIsToldOfAsItIs() {
        StoreSettings settings = PostgresServer.shared().settings();
        SharedStoreCheck check = new SharedStoreCheck(settings);
        assertThat(check.look())
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding()).startsWith("nothing is stored yet in jdbc:"));

        open(settings).close();
        assertThat(check.look())
                .extracting(Finding::check, Finding::level)
                .containsExactly(tuple("state.integrity", Level.OK), tuple("state.schema", Level.OK));
    }

    @Test
    void everyQuestionCanBeAskedOfIt() throws BrokenStore {
        StoreSettings settings = PostgresServer.shared().settings();
        StateFile state = new StateFile(new Workspace(folder), settings);
        assertThat(state.ask(-1L, Survey::activeRuns)).as("no state yet").isEqualTo(-1);

        open(settings).close();
        assertThat(state.exists()).isTrue();
        assertThat(state.ask(-1L, Survey::activeRuns)).isZero();
        assertThat(state.ask(-1L, Survey::secrets)).isZero();
        assertThat(state.ask(-1L, Survey::unsettled)).isZero();
        assertThat(state.ask(true, survey -> survey.isActive(1))).isFalse();
        assertThat(state.ask(-1, survey -> survey.tables().size())).isZero();
        assertThat(state.ask(-1, survey -> survey.batches("a.b").size())).isZero();
        assertThat(state.ask(-1, survey -> survey.drivers().size())).isZero();
        assertThat(state.ask(-1, survey -> survey.oddPositions().size())).isZero();
    }

    @Test
    void oneThatCannotBeReachedIsAnError() {
        StoreSettings away = new StoreSettings("jdbc:postgresql://127.0.0.1:1/leat", "me", "", Duration.ofSeconds(2));

        assertThat(new SharedStoreCheck(away).look()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.finding()).startsWith("jdbc:postgresql://127.0.0.1:1/leat cannot be read: ");
        });
    }

    private static Store open(StoreSettings settings) {
        return Store.open(settings, Path.of("none.db"), Tenure.FOR_LIFE);
    }
}
