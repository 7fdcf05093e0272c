package io.leat.server.store;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One SQLite file: write-ahead log, synced at every commit. One connection writes, for one thread at a time; readers
 * have connections of their own and see the last commit.
 */
final class Database implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    private final Jdbi jdbi;
    private final Handle writer;
    private final ConcurrentLinkedDeque<Handle> idleReaders = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private Database(ConnectionFactory connections, Setup setup, String schema) throws SQLException {
        this.jdbi = Jdbi.create(connections);
        this.writer = jdbi.open();
        try {
            setup.configure(writer.getConnection());
            migrate(writer.getConnection(), schema);
        } catch (SQLException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** What a connection needs before it is used. */
    private interface Setup {
        void configure(Connection connection) throws SQLException;
    }

    /**
     * Opens the file, making it when it is not there.
     *
     * @param schema name of the resource with its tables, such as {@code state}
     */
    static Database open(Path file, String schema) {
        return open(file.toString(), () -> connect(file), Database::configure, schema);
    }

    /** Over connections that somebody else opens and has configured. */
    static Database over(ConnectionFactory connections, String schema) {
        return open("over connections of its own", connections, connection -> {}, schema);
    }

    private static Database open(String name, ConnectionFactory connections, Setup setup, String schema) {
        try {
            return new Database(connections, setup, schema);
        } catch (SQLException e) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "The workspace's database %s cannot be opened: %s. If the disk is full or read-only, mend that and"
                                    .formatted(name, e.getMessage())
                            + " start again; nothing was changed.",
                    e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", String.valueOf(BUSY_MILLIS));
        return DriverManager.getConnection("jdbc:sqlite:" + file, properties);
    }

    private static void configure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            require(statement, "journal_mode", "wal");
            require(statement, "synchronous", "2");
        }
    }

    private static void require(Statement statement, String pragma, String value) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            String found = row.next() ? row.getString(1) : "nothing";
            if (!value.equals(found)) {
                throw new SQLException("%s is %s, and Leat needs %s".formatted(pragma, found, value));
            }
        }
    }

    private static void migrate(Connection connection, String schema) throws SQLException {
        int version = version(connection);
        for (int next = version + 1; Database.class.getResource(resource(schema, next)) != null; next++) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : script(resource(schema, next)).split(";\\s*\\n")) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }

                statement.execute("PRAGMA user_version = " + next);
                connection.commit();
            } finally {
                connection.setAutoCommit(true);
            }
        }

        if (Database.class.getResource(resource(schema, Math.max(version, 1))) == null) {
            throw new SQLException("it was written by a newer version of Leat (schema %d)".formatted(version));
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static String resource(String schema, int version) {
        return schema + "-" + version + ".sql";
    }

    private static String script(String name) {
        try (InputStream in = Database.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }

            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it, or nothing; durable when this returns. For the writing thread. */
    <T> T write(Function<Handle, T> work) {
        return writer.inTransaction(work::apply);
    }

    /** A consistent look at what is committed. For any thread. */
    <T> T read(Function<Handle, T> work) {
        Handle reader = idleReaders.poll();
        if (reader == null) {
            reader = jdbi.open();
        }

        try {
            return reader.inTransaction(work::apply);
        } finally {
            if (closed) {
                reader.close();
            } else {
                idleReaders.push(reader);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Handle reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
            reader.close();
        }

        writer.close();
    }
}
