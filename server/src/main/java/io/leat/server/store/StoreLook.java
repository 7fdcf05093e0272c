package io.leat.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
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

    private final Path file;
    private final String schema;
    private final Handle handle;

    private StoreLook(Path file, String schema) {
        this.file = file;
        this.schema = schema;
        this.handle = Jdbi.create(() -> Sqlite.connect(url(file), settings()))
                .open();
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
            return new StoreLook(file, schema);
        } catch (JdbiException e) {
            throw new BrokenStore(file, e);
        }
    }

    /** The database cannot be read. */
    public static final class BrokenStore extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenStore(Path file, Exception cause) {
            super("%s cannot be read: %s".formatted(file, reason(cause)), cause);
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

    /** Whether the file says that it is written through a write-ahead log. */
    public boolean isWal() throws IOException {
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
            throw new BrokenStore(file, e);
        }
    }

    /** The schema the file has; 0 for none. */
    public int schema() throws BrokenStore {
        try {
            return handle.createQuery("PRAGMA user_version")
                    .mapTo(Integer.class)
                    .one();
        } catch (JdbiException e) {
            throw new BrokenStore(file, e);
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
            throw new BrokenStore(file, e);
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
