package io.leat.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.batch.SourceFile;
import io.leat.core.error.LeatException;
import io.leat.server.config.StoreSettings;
import io.leat.server.store.TableLogTable.FileVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a state in a file of its own can do. */
class SqliteStoreTest {
    @TempDir
    private Path folder;

    /** A state of the first version becomes one of the newest. */
    @Test
    void whatAnOlderLeatHasReadIsStillRead() throws Exception {
        Path old = folder.resolve("old.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement statement = connection.createStatement();
                InputStream script = Store.class.getResourceAsStream("state-1.sql")) {
            for (String sql : new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\\n")) {
                statement.execute(sql);
            }

            statement.execute("PRAGMA user_version = 1");
            statement.execute("""
                    INSERT INTO batch VALUES ('b1', 1, 2, 'ingest', 3, 'target', 'bronze.clicks', 'APPEND', 'hash', '[]', 'code',
                    '[]', 'COMMITTED', 50, 3, '{"batch_id":"b1","table":"bronze.clicks","table_id":"t","version":4}', 4, 60)""");
            statement.execute("INSERT INTO batch_file VALUES ('b1', 0, '/data/a.json', 10, 20, 'sha256:00')");
        }

        SourceFile file = new SourceFile("/data/a.json", 10, 20, "sha256:00");
        try (Store store = Store.open(old)) {
            List<FileVersion> read =
                    store.read(tables -> tables.tableLogs().versionsOf("bronze.clicks", "/data/a.json"));
            assertThat(read).containsExactly(new FileVersion("t", 4, "b1", file));
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Path file = folder.resolve("other.db");
        Files.writeString(file, "this is not a database, only some text that is long enough to be looked at");

        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("other.db cannot be opened");
    }

    /** It would cost every start of a control plane time and memory. */
    @Test
    void theDriverOfTheOtherDatabaseIsNotLoaded() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        folder.resolve("state.db").toString())
                .redirectErrorStream(true)
                .start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(loaded).isZero();
        assertThat(loaded).contains("org.sqlite.JDBC").doesNotContain("org.postgresql");
    }

    /** A program that opens a store and leaves. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            try (Store store = Store.open(StoreSettings.EMBEDDED, Path.of(arguments[0]), Tenure.FOR_LIFE)) {
                store.write(tables -> {
                    tables.events().append(new EventTable.EventRow(1, 1, 0, "{}"));
                    return true;
                });
                store.read(tables -> tables.runs().active());
            }
        }
    }
}
