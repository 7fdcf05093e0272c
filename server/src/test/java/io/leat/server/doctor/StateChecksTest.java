package io.leat.server.doctor;

import static io.leat.server.doctor.GivenWorkspace.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leat.core.batch.SourceFile;
import io.leat.server.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateChecksTest {
    private static final SourceFile FILE = new SourceFile("/data/a.json", 10, 20, "sha256:00");

    @TempDir
    Path folder;

    private GivenWorkspace given;
    private Path database;

    @BeforeEach
    void givenAWorkspace() {
        given = new GivenWorkspace(folder);
        database = given.workspace.database();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(given.workspace.root())) {
            return files.sorted().toList();
        }
    }

    private static Finding only(List<Finding> findings, Level level) {
        assertThat(findings).filteredOn(finding -> finding.level() == level).hasSize(1);
        return findings.stream()
                .filter(finding -> finding.level() == level)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStateThatIsWellIsWellAndNoFileIsMade() throws Exception {
        List<Path> before = files();

        assertThat(look(IntegrityCheck.ofState(given.state)))
                .extracting(Finding::check, Finding::level)
                .containsExactly(
                        tuple("state.integrity", Level.OK),
                        tuple("state.journal", Level.OK),
                        tuple("state.schema", Level.OK));
        assertThat(look(IntegrityCheck.ofLineage(given.workspace)))
                .extracting(Finding::level)
                .containsOnly(Level.OK);
        assertThat(look(new RunsCheck(given.state, false)))
                .extracting(Finding::level)
                .containsOnly(Level.OK);
        assertThat(files()).isEqualTo(before).doesNotContain(database.resolveSibling("state.db-wal"));
    }

    @Test
    void aStateInUseIsReadAsItIsNow() throws Exception {
        try (Store store = Store.open(database)) {
            assertThat(store.workspaceId()).isNotEmpty();
            given.run(1, false);

            assertThat(only(look(new RunsCheck(given.state, false)), Level.WARNING)
                            .finding())
                    .isEqualTo("1 run(s) are active, and no control plane carries them out.");
            assertThat(look(IntegrityCheck.ofState(given.state)))
                    .extracting(Finding::level)
                    .containsOnly(Level.OK);
        }
    }

    @Test
    void noStateYetIsWell() throws Exception {
        Files.delete(database);

        assertThat(look(IntegrityCheck.ofState(given.state)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(look(new PositionsCheck(given.state)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(database).doesNotExist();
    }

    @Test
    void damagedPagesAreFound() throws Exception {
        given.write(tables -> {
            for (long run = 1; run < 400; run++) {
                tables.runs().insert(GivenWorkspace.row(run, true));
            }
        });
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            for (long page = 2; page < file.length() / 4096; page++) {
                file.seek(page * 4096 + 100);
                file.write(new byte[3000]);
            }
        }

        Finding finding = only(look(IntegrityCheck.ofState(given.state)), Level.ERROR);
        assertThat(finding.check()).isEqualTo("state.integrity");
        assertThat(finding.finding()).contains(database.toString());
    }

    @Test
    void aFileThatIsNoDatabaseIsAnErrorOnceAndHindersTheOthers() throws Exception {
        Files.writeString(database, "not a database, whatever its name says ".repeat(200));

        Report report = Doctor.examine(new Examination(List.of(
                IntegrityCheck.ofState(given.state),
                new RunsCheck(given.state, false),
                new PositionsCheck(given.state))));
        assertThat(report.count(Level.ERROR)).isEqualTo(1);
        assertThat(report.findings())
                .extracting(Finding::check)
                .containsExactly("state.integrity", "state.active-runs", "state.positions");
        assertThat(report.findings().get(1).finding()).startsWith("Not looked at: " + database);
    }

    @Test
    void aJournalThatSomebodyChangedIsFound() throws Exception {
        execute("PRAGMA journal_mode = DELETE");

        assertThat(only(look(IntegrityCheck.ofState(given.state)), Level.WARNING)
                        .finding())
                .isEqualTo(database + " is not in WAL mode any more.");
    }

    @Test
    void aNewerSchemaIsAnErrorAndAnOlderOneIsNot() throws Exception {
        execute("PRAGMA user_version = 999");
        assertThat(only(look(IntegrityCheck.ofState(given.state)), Level.ERROR).finding())
                .contains("newer Leat (schema 999;");

        execute("PRAGMA user_version = 0");
        assertThat(only(look(IntegrityCheck.ofState(given.state)), Level.NOTE).check())
                .isEqualTo("state.schema");
    }

    @Test
    void activeRunsNeedAControlPlane() throws Exception {
        given.run(1, true);
        given.run(2, false);

        assertThat(look(new RunsCheck(given.state, true)))
                .extracting(Finding::level)
                .containsOnly(Level.OK);
        assertThat(only(look(new RunsCheck(given.state, false)), Level.WARNING).check())
                .isEqualTo("state.active-runs");
    }

    @Test
    void onlyOpenBatchesOfEndedRunsCount() throws Exception {
        given.run(1, true);
        given.run(2, false);
        given.batch("b1", 1);
        given.batch("b2", 2);
        given.batch("b3", 1);
        given.committed("b3", true);

        assertThat(only(look(new RunsCheck(given.state, true)), Level.NOTE).finding())
                .startsWith("Of 1 batch(es) of ended runs");
    }

    @Test
    void filesOfACommitThatDoNotCountAsReadAreFound() throws Exception {
        given.run(1, true);
        given.batch("b1", 1, FILE);
        given.committed("b1", true);
        assertThat(look(new PositionsCheck(given.state)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);

        execute("DELETE FROM table_version");
        assertThat(only(look(new PositionsCheck(given.state)), Level.ERROR).finding())
                .isEqualTo("Task ingest of job 7 has read 1 file(s) into bronze.clicks that do not count as read, and 0"
                        + " count as read by no commit.");
    }

    @Test
    void filesThatCountAsReadByNoCommitAreFound() throws Exception {
        given.run(1, true);
        given.batch("b1", 1, FILE);
        given.committed("b1", true);
        execute("UPDATE batch SET state = 'BURNT'");

        assertThat(only(look(new PositionsCheck(given.state)), Level.ERROR).finding())
                .contains("0 file(s)", "1 count as read by no commit");
    }
}
