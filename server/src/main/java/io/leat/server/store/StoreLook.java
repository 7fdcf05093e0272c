package io.leat.server.store;

import io.leat.server.config.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;

/**
 * A look at one database of a workspace that changes nothing and makes no file, whether or not a control plane runs.
 * Meant to be short: where no write-ahead log lies beside the file, it is read as one that nobody changes.
 */
public final class StoreLook implements AutoCloseable {
    private static final int HEADER_BYTES = 20;
    private static final int WRITE_VERSION = 18;
    private static final byte WAL = 2;

    private final String name;
    private final String schema;
    private final Handle handle;

    private StoreLook(String name, String schema, ConnectionFactory connections) {
        this.name = name;
        this.schema = schema;
        this.handle = Jdbi.create(connections).open();
    }

    /**
     * The state that several control planes share.
     *
     * @throws BrokenStore when the database cannot be reached or used
     */
    public static StoreLook shared(StoreSettings settings) throws BrokenStore {
        try {
            return new StoreLook(settings.toString(), "state", new Postgres(settings, "leat doctor")::reader);
        } catch (JdbiException e) {
            throw new BrokenStore(settings.toString(), e);
        }
    }

    /**
     * The state of a workspace.
     *
     * @throws BrokenStore when the file is none of SQLite's
     */
    public static StoreLook state(Path file) throws BrokenStore {
        return open(file, "state");
    }

    /** The lineage of a workspace. */
    public static StoreLook lineage(Path file) throws BrokenStore {
        return open(file, "lineage");
    }

    /** Where the lineage lies that belongs to a state. */
    public static Path lineageFile(Path state) {
        return state.resolveSibling("lineage.db");
    }

    private static StoreLook open(Path file, String schema) throws BrokenStore {
        try {
            return new StoreLook(file.toString(), schema, () -> Sqlite.connect(url(file), settings()));
        } catch (JdbiException e) {
            throw new BrokenStore(file.toString(), e);
        }
    }

    /** The database cannot be read. */
    public static final class BrokenStore extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenStore(String name, Exception cause) {
            super("%s cannot be read: %s".formatted(name, reason(cause)), cause);
        }

        private static String reason(Exception cause) {
            Throwable at = cause;
            while (at.getCause() != null && !(at instanceof SQLException)) {
                at = at.getCause();
            }
            return String.valueOf(at.getMessage());
        }
    }

    private static Properties settings() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(Sqlite.BUSY_MILLIS);
        return config.toProperties();
    }

    /** A database in WAL mode whose log is gone was closed well; SQLite would make the log anew only to read it. */
    private static String url(Path file) {
        boolean open = Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
        return "jdbc:sqlite:file:" + file.toUri().getRawPath() + (open ? "?mode=ro" : "?mode=ro&immutable=1");
    }

    /** Whether a file says that it is written through a write-ahead log. */
    public static boolean isWal(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            return header.length == HEADER_BYTES && header[WRITE_VERSION] == WAL && header[WRITE_VERSION + 1] == WAL;
        }
    }

    /** What SQLite finds wrong with the file; nothing when all is well. */
    public List<String> damages() throws BrokenStore {
        try {
            return handle.createQuery("PRAGMA quick_check").mapTo(String.class).list().stream()
                    .filter(line -> !line.equals("ok"))
                    .toList();
        } catch (JdbiException e) {
            throw new BrokenStore(name, e);
        }
    }

    /** The schema the file has; 0 for none. */
    public int schema() throws BrokenStore {
        try {
            return handle.createQuery("PRAGMA user_version")
                    .mapTo(Integer.class)
                    .one();
        } catch (JdbiException e) {
            throw new BrokenStore(name, e);
        }
    }

    /** The schema that a shared state has; 0 for none. */
    public int sharedSchema() throws BrokenStore {
        try {
            String table = handle.createQuery("SELECT CAST(to_regclass('schema_version') AS text)")
                    .mapTo(String.class)
                    .list()
                    .get(0);
            return table == null
                    ? 0
                    : handle.createQuery("SELECT coalesce(max(version), 0) FROM schema_version WHERE name = ?")
                            .bind(0, schema)
                            .mapTo(Integer.class)
                            .one();
        } catch (JdbiException e) {
            throw new BrokenStore(name, e);
        }
    }

    /** The newest schema this program knows. */
    public int newestSchema() {
        return Migrations.newest(schema);
    }

    /** Asks something of a state. */
    public <T> T ask(Function<Survey, T> question) throws BrokenStore {
        try {
            return question.apply(new Survey(handle));
        } catch (JdbiException e) {
            throw new BrokenStore(name, e);
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
