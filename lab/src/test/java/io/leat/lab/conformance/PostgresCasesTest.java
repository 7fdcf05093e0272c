package io.leat.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.server.PostgresServer;
import io.leat.server.config.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own cases on a control plane whose state lies in a PostgreSQL. */
class PostgresCasesTest {
    private static final Path OURS = Path.of("src/test/resources/conformance");
    private static final String SCHEMAS =
            "SELECT count(*) FROM information_schema.schemata WHERE schema_name LIKE 'leat_trial_%'";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PostgresServer server = PostgresServer.shared();

    @Test
    @Tag("slow")
    void allPass() throws Exception {
        assertThatAllPass(OURS);
    }

    /** Two loops, with what one task hands to another, on the store that a user names. */
    @Test
    void aControlPlaneIsPlayedOnASchemaThatIsGoneAfterwards(@TempDir Path folder) throws Exception {
        Files.copy(OURS.resolve("for_each.json"), folder.resolve("for_each.json"));

        assertThatAllPass(folder);
        assertThat(schemas()).isZero();
    }

    private void assertThatAllPass(Path cases) throws InterruptedException {
        StoreSettings settings = server.settings();
        int status = run(cases, Map.of("LEAT_STORE", settings.url(), "LEAT_STORE_USER", settings.user()));

        assertThat(status).as(told()).isZero();
        assertThat(told()).contains("on the real engine over " + settings);
    }

    private int run(Path cases, Map<String, String> environment) throws InterruptedException {
        List<String> arguments = List.of(cases.toString(), "--engine", "real");
        return Conformance.run(arguments, environment, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyControlPlaneHasASchemaOfItsOwn() throws SQLException {
        StoreSettings settings = server.settings();
        try (TrialStores stores = new TrialStores(settings)) {
            StoreSettings first = stores.next();
            assertThat(stores.next().url()).isNotEqualTo(first.url()).startsWith(settings.url());
            assertThat(schemas()).isEqualTo(2);
        }

        assertThat(schemas()).isZero();
    }

    @Test
    void aDatabaseThatIsAwayIsToldOf() throws InterruptedException {
        int status = run(OURS, Map.of("LEAT_STORE", "jdbc:postgresql://127.0.0.1:1/leat?password=hunter2"));

        assertThat(status).isEqualTo(2);
        assertThat(told())
                .contains("The database jdbc:postgresql://127.0.0.1:1/leat cannot be used for a trial", "LEAT_STORE")
                .doesNotContain("hunter2");
    }

    private int schemas() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SCHEMAS)) {
            row.next();
            return row.getInt(1);
        }
    }
}
