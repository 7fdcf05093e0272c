package io.leat.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jdbi.v3.core.ConnectionFactory;
import org.sqlite.JDBC;

/** One file: write-ahead log, synced at every commit. */
final class Sqlite implements Dialect {
    static final int BUSY_MILLIS = 10_000;

    private final String name;
    private final ConnectionFactory connections;
    private final boolean configured;

    /** A file, which is made when it is not there. */
    Sqlite(Path file) {
        this.name = file.toString();
        this.connections = () -> connect(file);
        this.configured = false;
    }

    /** Over connections that somebody else opens and has configured. */
    Sqlite(ConnectionFactory connections) {
        this.name = "over connections of its own";
        this.connections = connections;
        this.configured = true;
    }

    private static Connection connect(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", String.valueOf(BUSY_MILLIS));
        return connect("jdbc:sqlite:" + file, properties);
    }

    /** Not by the driver manager, which would load the drivers of all databases. */
    static Connection connect(String url, Properties properties) throws SQLException {
        return JDBC.createConnection(url, properties);
    }

    @Override
    public Connection writer() throws SQLException {
        Connection connection = reader();
        if (configured) {
            return connection;
        }

        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            require(statement, "journal_mode", "wal");
            require(statement, "synchronous", "2");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection reader() throws SQLException {
        return connections.openConnection();
    }

    private static void require(Statement statement, String pragma, String value) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            String found = row.next() ? row.getString(1) : "nothing";
            if (!value.equals(found)) {
                throw new SQLException("%s is %s, and Leat needs %s".formatted(pragma, found, value));
            }
        }
    }

    @Override
    public int version(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    @Override
    public void setVersion(Connection connection, String schema, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    @Override
    public String translated(String sql) {
        return sql;
    }

    @Override
    public String suffix() {
        return ".sqlite";
    }

    @Override
    public String name() {
        return name;
    }
}
