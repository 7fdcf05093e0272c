package io.leat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    Path folder;

    @Test
    void aJobFileDeepInACheckoutAndAShellAtItsRootMeanTheSame() throws IOException {
        Path examples = Files.createDirectories(folder.resolve("project/examples/clicks"));
        Files.createDirectories(folder.resolve("project/.git"));

        Path expected = folder.resolve("project/.leat");
        assertThat(Workspace.of(null, examples).root()).isEqualTo(expected);
        assertThat(Workspace.of("", folder.resolve("project")).root()).isEqualTo(expected);
    }

    @Test
    void theNearestWorkspaceWins() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("project/inner/jobs"));
        Files.createDirectories(folder.resolve("project/.git"));
        Files.createDirectories(folder.resolve("project/inner/.leat"));

        assertThat(Workspace.of(null, inner).root()).isEqualTo(folder.resolve("project/inner/.leat"));
    }

    @Test
    void outsideOfProjectsItIsTheFolderItself() {
        assertThat(Workspace.of(null, folder).root()).isEqualTo(folder.resolve(".leat"));
    }

    @Test
    void theUsersChoiceWinsOverAll() {
        assertThat(Workspace.of(folder.resolve("w").toString(), folder).root()).isEqualTo(folder.resolve("w"));
    }

    @Test
    void onlyTheOwnerMayEnterAndReadTheToken() throws IOException {
        Workspace workspace = new Workspace(folder.resolve(".leat")).create();
        new Rendezvous(1, "http://127.0.0.1:1", "t", 2, 3, "w", "0.1.0", "b").write(workspace.control());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace.root())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace.control())))
                .isEqualTo("rw-------");
        assertThat(Rendezvous.read(workspace.control()))
                .contains(new Rendezvous(1, "http://127.0.0.1:1", "t", 2, 3, "w", "0.1.0", "b"));
    }

    @Test
    void noFileIsNoControlPlane() {
        assertThat(Rendezvous.read(folder.resolve("control.json"))).isEmpty();
    }

    @Test
    void settingsHaveDefaultsAndAreChecked() {
        assertThat(Settings.read(Map.of()).idle()).isEqualTo(Duration.ofMinutes(15));
        Settings set = Settings.read(
                Map.of("LEAT_DRIVER_MEMORY", "3G", "LEAT_MEMORY_BUDGET", "4500m", "LEAT_IDLE_MINUTES", "2"));
        assertThat(set.driverMemory()).isEqualTo("3072m");
        assertThat(set.budgetMegabytes()).isEqualTo(4500);
        assertThat(set.idle()).isEqualTo(Duration.ofMinutes(2));
        assertThatThrownBy(() -> Settings.read(Map.of("LEAT_DRIVER_MEMORY", "lots")))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "The environment variable LEAT_DRIVER_MEMORY is 'lots'; it must be an amount of memory such as 2g or 1500m.");
    }
}
