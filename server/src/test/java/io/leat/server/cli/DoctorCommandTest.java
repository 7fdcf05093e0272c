package io.leat.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.WriteMode;
import io.leat.core.json.Json;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    Path folder;

    private FakeServer server;

    @BeforeEach
    void givenAControlPlane() throws IOException {
        String own = folder.resolve("own").toString();
        server = new FakeServer(folder).environment(Map.of("XDG_CACHE_HOME", own, "XDG_CONFIG_HOME", own));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void batch(String batchId, String table) {
        Batch batch = new Batch(
                batchId, table, Batch.TARGET, WriteMode.APPEND, Manifest.EMPTY, "c", List.of(), BatchState.MINTED);
        try (Store store = Store.open(server.workspace.database())) {
            store.write(tables -> {
                tables.batches().insert(new BatchRow(batch, 7, 1, "ingest", 3, 50, null, null));
                return true;
            });
        }
    }

    private void audit(String table, String batches) {
        server.on("GET /api/leat/1.0/tables/%s/audit".formatted(table), """
                {"table":"%s","table_id":"t1","version":1,"oldest_version":0,"ids_since":0,"batches":[%s],"writes":[],
                 "unused_files":0,"unused_bytes":0}""".formatted(table, batches));
    }

    @Test
    void whatIsWellTakesALineAGroup() {
        assertThat(server.run("doctor")).as(server.err() + server.out()).isZero();
        assertThat(server.out().lines().map(line -> line.split(" +")[0]))
                .startsWith("workspace", "state", "lineage", "drivers", "files", "archives")
                .contains("tables");
        assertThat(server.out())
                .containsPattern("(?m)^workspace +ok +.*, the control plane answers, ")
                .containsPattern("(?m)^tables +ok +no tables yet$")
                .contains("Nothing is wrong with " + server.workspace.root());
    }

    @Test
    void aFindingComesWithWhatToDoAndIsRepaired() throws IOException {
        Files.setPosixFilePermissions(server.workspace.root(), PosixFilePermissions.fromString("rwxr-x---"));

        assertThat(server.run("doctor")).isZero();
        assertThat(server.out())
                .containsPattern("(?m)^ +warning +Others may enter .*\\n +→ Run: chmod 700 ")
                .contains("0 error(s), 1 warning(s)")
                .containsPattern("'leat doctor --repair' mends [1-9]");
        assertThat(server.run("doctor", "--repair")).isZero();
        assertThat(server.out()).contains("→ repaired: chmod 700 ").contains("Nothing is wrong");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.workspace.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void errorsMakeTheExitStatus() {
        batch("b1", "bronze.clicks");
        audit("bronze.clicks", "\"b1\",\"b2\"");

        assertThat(server.run("doctor", "--json")).isEqualTo(1);
        JsonNode report = Json.read(server.out(), JsonNode.class);
        assertThat(report.path("errors").asInt()).isEqualTo(1);
        assertThat(report.path("findings").findValuesAsText("check")).contains("tables.unknown-batches");
        assertThat(server.run("doctor", "--no-tables")).isZero();
        assertThat(server.run("doctor", "--tables")).isEqualTo(1);
    }

    @Test
    void batchesThatStayOpenAreTold() {
        batch("b1", "bronze.clicks");
        audit("bronze.clicks", "");
        server.on("POST /api/leat/1.0/tables/bronze.clicks/settle", """
                {"settled":[{"batch_id":"b1","state":"MINTED","error":"the table was restored"}]}""");
        endRun();

        assertThat(server.run("doctor", "--repair", "--json")).isZero();
        JsonNode findings = Json.read(server.out(), JsonNode.class).path("findings");
        assertThat(findings.findValuesAsText("remedy"))
                .contains("The repair failed: 1 batch(es) are open still. b1: the table was restored");
    }

    private void endRun() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + server.workspace.database());
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO run (run_id, job_id, run_name, settings, base_dir, parameters, spark_conf, creator, state,
                                     result, message, start_time, end_time)
                    VALUES (1, 7, 'job', '{}', '/', '{}', '{}', 'me', 'TERMINATED', 'FAILED', '', 1, 2)""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBrokenRendezvousDoesNotHinder() throws IOException {
        Files.writeString(server.workspace.control(), "{");

        assertThat(server.run("doctor")).isZero();
        assertThat(server.out()).contains("is not what a control plane writes");
    }

    @Test
    void noWorkspaceIsSaidAndNoneIsMade() {
        Path nowhere = folder.resolve("nowhere");

        assertThat(server.run("doctor", "--workspace", nowhere.toString())).isZero();
        assertThat(server.out()).contains("There is no workspace " + nowhere);
        assertThat(nowhere).doesNotExist();
    }
}
