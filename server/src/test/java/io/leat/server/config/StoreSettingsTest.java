package io.leat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
    @Test
    void theWorkspacesOwnFileIsUsedUnlessAnotherStoreIsNamed() {
        assertThat(StoreSettings.read(Map.of("LEAT_STORE", " ")).isShared()).isFalse();
        assertThat(StoreSettings.read(Map.of("LEAT_STORE", "jdbc:postgresql://db/leat"))
                        .isShared())
                .isTrue();
    }

    @Test
    void whatIsSecretIsNotShown() {
        StoreSettings settings = StoreSettings.read(Map.of(
                "LEAT_STORE", "jdbc:postgresql://me:hunter2@db:5432/leat?password=hunter3&currentSchema=a",
                "LEAT_STORE_PASSWORD", "hunter4"));

        assertThat(settings).hasToString("jdbc:postgresql://db:5432/leat");
    }

    @Test
    void anotherDatabaseIsRefusedWithoutShowingItsUrl() {
        assertThatThrownBy(() -> StoreSettings.read(Map.of("LEAT_STORE", "jdbc:mysql://me:hunter2@db/leat")))
                .isInstanceOf(LeatException.class)
                .hasMessage("The environment variable LEAT_STORE must be the JDBC URL of a PostgreSQL database, such as"
                        + " jdbc:postgresql://host:5432/leat, or be absent for the workspace's own file.");
    }

    @Test
    void aLeaseIsLongEnoughToBeRenewed() {
        assertThat(StoreSettings.read(Map.of("LEAT_LEASE_SECONDS", "20")).lease())
                .isEqualTo(Duration.ofSeconds(20));
        assertThatThrownBy(() -> StoreSettings.read(Map.of("LEAT_LEASE_SECONDS", "1")))
                .isInstanceOf(LeatException.class)
                .hasMessage("The environment variable LEAT_LEASE_SECONDS is '1'; it must be a whole number from 2,"
                        + " such as 6.");
    }
}
