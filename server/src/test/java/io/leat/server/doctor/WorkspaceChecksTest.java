package io.leat.server.doctor;

import static io.leat.server.doctor.GivenWorkspace.look;
import static io.leat.server.doctor.GivenWorkspace.lookAfterRepair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.server.auth.SecretStore.Sealed;
import io.leat.server.config.Rendezvous;
import io.leat.server.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceChecksTest {
    @TempDir
    Path folder;

    private GivenWorkspace given;

    @BeforeEach
    void givenAWorkspace() {
        given = new GivenWorkspace(folder);
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aFolderThatOthersMayEnterIsFoundAndClosed() throws Exception {
        FolderCheck check = new FolderCheck(given.workspace);
        assertThat(look(check)).extracting(Finding::level).containsExactly(Level.OK);
        mode(given.workspace.root(), "rwxr-xr-x");

        assertThat(look(check)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.finding()).contains("Others may enter", "rwxr-xr-x");
            assertThat(finding.remedy()).isEqualTo("Run: chmod 700 " + given.workspace.root());
        });
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(mode(given.workspace.root())).isEqualTo("rwx------");
    }

    @Test
    void filesWithTokensThatOthersMayReadAreFoundAndClosed() throws Exception {
        PrivateFilesCheck check = new PrivateFilesCheck(given.workspace, given.traces);
        rendezvous(ProcessHandle.current().pid(), 1);
        Path arguments = given.workspace.tmp().resolve("drivers/d-1.args");
        Files.createDirectories(arguments.getParent());
        Files.writeString(arguments, "x");
        mode(arguments, "rw-r--r--");

        assertThat(look(check))
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding())
                        .isEqualTo("Others may read %s (mode rw-r--r--).".formatted(arguments)));
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(mode(arguments)).isEqualTo("rw-------");
    }

    @Test
    void aKeyThatIsOpenShortOrMissingIsToldOf() throws Exception {
        Path key = folder.resolve("secret.key");
        SecretKeyCheck check = new SecretKeyCheck(key, given.state);
        assertThat(look(check)).extracting(Finding::level).containsExactly(Level.OK);

        Files.write(key, new byte[31]);
        mode(key, "rw-r-----");
        assertThat(look(check)).extracting(Finding::level).containsExactly(Level.ERROR);
        assertThat(lookAfterRepair(check)).singleElement().satisfies(finding -> {
            assertThat(finding.finding()).contains("31 bytes instead of 32");
            assertThat(finding.repair()).isNull();
        });
        Files.write(key, new byte[32]);
        assertThat(look(check)).extracting(Finding::level).containsExactly(Level.OK);

        Files.delete(key);
        try (Store store = Store.open(given.workspace.database())) {
            store.secrets(work -> store.write(work)).put(new Sealed("shop", "token", "sealed", 1));
        }
        assertThat(look(check))
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding())
                        .startsWith("1 secret(s) are stored, and the key that opens them is not at " + key));
    }

    private void rendezvous(long pid, long started) {
        new Rendezvous(1, "http://127.0.0.1:1", "token", pid, started, "w", "0.1.0", "")
                .write(given.workspace.control());
    }

    private static long endedProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.pid();
    }

    @Test
    void aRendezvousOfADeadProcessIsFoundAndDeleted() throws Exception {
        ControlCheck check = new ControlCheck(given.workspace, false);
        assertThat(look(check)).extracting(Finding::level).containsExactly(Level.OK);
        rendezvous(endedProcess(), System.currentTimeMillis());

        assertThat(look(check)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.finding()).contains("which is gone");
        });
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(given.workspace.control()).doesNotExist();
    }

    @Test
    void aReusedProcessIdIsNotTheControlPlane() throws Exception {
        rendezvous(ProcessHandle.current().pid(), 1);

        assertThat(look(new ControlCheck(given.workspace, false)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding()).contains("belongs to another process now"));
    }

    @Test
    void aControlPlaneThatLivesAndIsSilentIsAnErrorThatNobodyRepairs() throws Exception {
        long started =
                ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        rendezvous(ProcessHandle.current().pid(), started);

        assertThat(look(new ControlCheck(given.workspace, false)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.ERROR);
                    assertThat(finding.repair()).isNull();
                });
        assertThat(look(new ControlCheck(given.workspace, true)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @Test
    void aRendezvousThatIsNoJsonIsFoundAndDeleted() throws Exception {
        Files.writeString(given.workspace.control(), "{\"protocol\":");
        ControlCheck check = new ControlCheck(given.workspace, false);

        assertThat(look(check)).extracting(Finding::level).containsExactly(Level.WARNING);
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsExactly(Level.OK);
    }

    @Test
    void theRendezvousStaysWhileTheWorkspaceIsHeld() throws Exception {
        rendezvous(endedProcess(), 1);
        Files.createFile(given.workspace.serverLock());
        Process holder = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys,time; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX);"
                                + " print('held',flush=True); time.sleep(60)",
                        given.workspace.serverLock().toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            Finding finding = look(new ControlCheck(given.workspace, false)).get(0);

            assertThatThrownBy(() -> finding.repair().carryOut())
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("holds the workspace");
            assertThat(given.workspace.control()).exists();
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void aLockThatNobodyHoldsDoesNotHinder() throws Exception {
        rendezvous(endedProcess(), 1);
        try (FileChannel channel =
                FileChannel.open(given.workspace.serverLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(channel.isOpen()).isTrue();
        }

        assertThat(lookAfterRepair(new ControlCheck(given.workspace, false)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @Test
    void spaceRunsShortInTwoSteps() throws Exception {
        assertThat(look(space(SpaceCheck.WARNING_BYTES)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(look(space(SpaceCheck.WARNING_BYTES - 1)))
                .extracting(Finding::level)
                .containsExactly(Level.WARNING);
        assertThat(look(space(SpaceCheck.ERROR_BYTES)))
                .extracting(Finding::level)
                .containsExactly(Level.WARNING);
        assertThat(look(space(SpaceCheck.ERROR_BYTES - 1))).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.finding()).isEqualTo("Only 99 MiB are free for the workspace in %s.".formatted(folder));
        });
    }

    private SpaceCheck space(long bytes) {
        return new SpaceCheck(Map.of("workspace", folder), ignored -> bytes);
    }

    @Test
    void realSpaceIsAskedForEvenWhereTheWarehouseIsNotYet() throws Exception {
        SpaceCheck check = SpaceCheck.of(
                given.workspace, Map.of("LEAT_WAREHOUSE", folder.resolve("a/b").toString()));

        assertThat(look(check)).isNotEmpty();
    }
}
