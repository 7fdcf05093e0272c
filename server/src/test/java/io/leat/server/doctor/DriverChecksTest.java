package io.leat.server.doctor;

import static io.leat.server.doctor.GivenWorkspace.look;
import static io.leat.server.doctor.GivenWorkspace.lookAfterRepair;
import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.Protocol;
import io.leat.server.launch.DriverTraces;
import io.leat.server.launch.DriverTraces.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverChecksTest {
    private static final String FOLDER = "spark-0123abcd-0123-4567-89ab-0123456789ab";

    @TempDir
    Path folder;

    private GivenWorkspace given;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void givenAWorkspace() {
        given = new GivenWorkspace(folder);
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    /** A process whose command line is a driver's, as far as anybody can see. */
    private Process driver(String driverId, String script) throws IOException {
        Path arguments = given.workspace.tmp().resolve("drivers").resolve(driverId + ".args");
        return started(new ProcessBuilder("sh", "-c", script, "@" + arguments));
    }

    private Process driver(String driverId) throws IOException {
        return driver(driverId, "echo up; while true; do sleep 1; done");
    }

    private Process started(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        processes.add(process);
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        return process;
    }

    private static long startOf(Process process) {
        return process.toHandle().info().startInstant().orElseThrow().toEpochMilli();
    }

    private OrphansCheck orphans() {
        return new OrphansCheck(given.state, given.traces);
    }

    @Test
    void aDriverWhoseProcessWasKilledIsFound() throws Exception {
        Process process = driver("d-1");
        given.driver("d-1", process.pid(), startOf(process), false);
        given.driver("d-0", 1, 1, true);
        assertThat(look(new DriverRowsCheck(given.state, true)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);

        process.destroyForcibly().waitFor();
        assertThat(look(new DriverRowsCheck(given.state, true))).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.finding())
                    .isEqualTo("Driver d-1 counts as alive, and its process %d is gone.".formatted(process.pid()));
        });
        assertThat(look(new DriverRowsCheck(given.state, false)))
                .extracting(Finding::level)
                .containsExactly(Level.NOTE);
    }

    @Test
    void aReusedProcessIdIsNotTheDriver() throws Exception {
        given.driver("d-1", ProcessHandle.current().pid(), 1, false);

        assertThat(look(new DriverRowsCheck(given.state, true)))
                .extracting(Finding::level)
                .containsExactly(Level.WARNING);
    }

    @Test
    void aDriverThatIsBeingStartedIsNotMissed() throws Exception {
        given.driver("d-1", 0, 0, false);

        assertThat(look(new DriverRowsCheck(given.state, true)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(look(new DriverRowsCheck(given.state, false)))
                .extracting(Finding::level)
                .containsExactly(Level.NOTE);
    }

    @Test
    void driversThatTheStateDoesNotCountAsAliveAreFoundAndEnded() throws Exception {
        Process alive = driver("d-1");
        given.driver("d-1", alive.pid(), startOf(alive), false);
        Process ended = driver("d-2");
        given.driver("d-2", ended.pid(), startOf(ended), true);
        Process unknown = driver("d-3");

        assertThat(look(orphans()))
                .extracting(Finding::finding)
                .anySatisfy(text -> assertThat(text).contains("d-2", "counts as ended"))
                .anySatisfy(text -> assertThat(text).contains("d-3", "does not know"))
                .hasSize(2);
        assertThat(lookAfterRepair(orphans())).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(unknown.isAlive()).isFalse();
        assertThat(alive.isAlive()).isTrue();
    }

    @Test
    void anOrphanThatDoesNotListenIsKilled() throws Exception {
        Process deaf = driver("d-1", "trap '' TERM; echo up; while true; do sleep 1; done");

        assertThat(lookAfterRepair(orphans())).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(deaf.waitFor()).isEqualTo(137);
    }

    @Test
    void aProcessThatStartedAtAnotherTimeIsLeftAlone() throws Exception {
        Process process = driver("d-1");

        DriverTraces.end(new Trace("d-1", process.pid(), startOf(process) - 60_000, true));

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void whatADriverStartedIsToldOfAndLeftAlone() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo up; while true; do sleep 1; done");
        builder.environment().put(Protocol.DRIVER_VARIABLE, "d-9");
        builder.environment()
                .put(Protocol.RENDEZVOUS_VARIABLE, given.workspace.control().toString());
        Process child = started(builder);
        ProcessBuilder elsewhere = new ProcessBuilder("sh", "-c", "echo up; while true; do sleep 1; done");
        elsewhere.environment().put(Protocol.DRIVER_VARIABLE, "d-9");
        elsewhere.environment().put(Protocol.RENDEZVOUS_VARIABLE, "/elsewhere/control.json");
        started(elsewhere);

        assertThat(look(orphans()))
                .filteredOn(finding -> finding.finding().contains("Process " + child.pid() + " "))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.NOTE);
                    assertThat(finding.repair()).isNull();
                });
        assertThat(given.traces.processes()).extracting(Trace::driverId).containsOnly("d-9");
    }

    @Test
    void filesOfDriversThatAreGoneAreFoundAndDeleted() throws Exception {
        Process alive = driver("d-1");
        given.driver("d-2", 0, 0, false);
        for (String name : List.of("d-1.args", "d-1.properties", "d-2.args", "d-3.args", "log4j2.properties")) {
            Path file = given.workspace.tmp().resolve("drivers").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
        DriverFilesCheck check = new DriverFilesCheck(given.state, given.traces, true);

        assertThat(look(check))
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding())
                        .startsWith("1 file(s) of drivers that are gone, such as " + given.workspace.tmp()
                                + "/drivers/d-3"));
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(alive.isAlive()).isTrue();
        assertThat(names("drivers"))
                .containsExactlyInAnyOrder("d-1.args", "d-1.properties", "d-2.args", "log4j2.properties");

        assertThat(lookAfterRepair(new DriverFilesCheck(given.state, given.traces, false)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(names("drivers")).doesNotContain("d-2.args");
    }

    private List<String> names(String child) throws IOException {
        try (var files = Files.list(given.workspace.tmp().resolve(child))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    void spillFoldersOlderThanEveryDriverAreFoundAndDeleted() throws Exception {
        SparkFoldersCheck check = new SparkFoldersCheck(given.traces);
        Path old = Files.createDirectories(given.traces.sparkFolder().resolve(FOLDER));
        Files.write(old.resolve("block"), new byte[5000]);
        Files.createDirectories(given.traces.sparkFolder().resolve("of-somebody"));
        assertThat(look(check)).extracting(Finding::level).containsExactly(Level.OK);

        for (Path each : List.of(old, given.traces.sparkFolder().resolve("of-somebody"))) {
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        }
        assertThat(look(check))
                .singleElement()
                .satisfies(finding -> assertThat(finding.finding()).contains("1 folder(s)", "5 KiB"));
        assertThat(lookAfterRepair(check)).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(names("spark")).containsExactly("of-somebody");
    }

    @Test
    void spillFoldersYoungerThanADriverMayBeItsOwn() {
        Trace driver = new Trace("d-1", 1, 1_000_000, true);
        Trace younger = new Trace("d-2", 2, 2_000_000, true);

        assertThat(SparkFoldersCheck.lastSafe(List.of(younger, driver))).isEqualTo(940_000);
    }
}
