package io.leat.server.store;

import io.leat.server.config.StoreSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.postgresql.Driver;

/** One schema of a PostgreSQL database, which acknowledges nothing that a power cut would take back. */
final class Postgres implements Dialect {
    private static final Map<String, String> TYPES =
            Map.of("INTEGER", "BIGINT", "TEXT", "TEXT COLLATE \"C\"", "REAL", "DOUBLE PRECISION", "BLOB", "BYTEA");
    private static final Pattern WORDS = Pattern.compile("\\b(INTEGER|TEXT|REAL|BLOB)\\b| WITHOUT ROWID\\b");

    private static final int PING_SECONDS = 2;

    private final StoreSettings settings;
    private final String application;

    /** @param application by which the database lists the connections */
    Postgres(StoreSettings settings, String application) {
        this.settings = settings;
        this.application = application;
    }

    @Override
    public Connection writer() throws SQLException {
        Connection connection = connect(0);
        try (Statement statement = connection.createStatement()) {
            require(statement, "fsync", "on");
            require(statement, "full_page_writes", "on");
            statement.execute("SET synchronous_commit = on");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection reader() throws SQLException {
        Connection connection = connect(0);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    /**
     * A connection by the driver itself; the driver manager would load the drivers of all databases.
     *
     * @param silence seconds after which an answer is waited for no more; 0 for never
     */
    Connection connect(long silence) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", application);
        properties.setProperty("assumeMinServerVersion", "12");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", String.valueOf(silence));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        put(properties, "user", settings.user());
        put(properties, "password", settings.password());
        Connection connection = new Driver().connect(settings.url(), properties);
        if (connection == null) {
            throw new SQLException("LEAT_STORE is not a URL that PostgreSQL's driver takes");
        }

        return connection;
    }

    @Override
    public boolean isAlive(Connection connection) {
        try {
            return connection.isValid(PING_SECONDS);
        } catch (SQLException e) {
            throw new IllegalStateException("the time to wait is positive", e);
        }
    }

    private static void put(Properties properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.setProperty(name, value);
        }
    }

    private static void require(Statement statement, String setting, String value) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
            String found = row.next() ? row.getString(1) : "nothing";
            if (!value.equals(found)) {
                throw new SQLException("the server's %s is %s, and Leat needs %s".formatted(setting, found, value));
            }
        }
    }

    @Override
    public void prepare(Jdbi jdbi) {
        jdbi.registerArgument(new Texts());
    }

    private static final class Texts extends AbstractArgumentFactory<String> {
        Texts() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String value, ConfigRegistry config) {
            String text = Prepared.storable(value);
            return (position, statement, context) -> statement.setString(position, text);
        }
    }

    @Override
    public int version(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS schema_version (name text PRIMARY KEY, version integer NOT NULL)");
        }

        try (PreparedStatement statement =
                connection.prepareStatement("SELECT version FROM schema_version WHERE name = ?")) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    @Override
    public void setVersion(Connection connection, String schema, int version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO schema_version (name, version) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET version = excluded.version""")) {
            statement.setString(1, schema);
            statement.setInt(2, version);
            statement.execute();
        }
    }

    /** SQLite's types by those that hold the same; texts in the order of their bytes, as there. */
    @Override
    public String translated(String sql) {
        return WORDS.matcher(sql).replaceAll(word -> Matcher.quoteReplacement(TYPES.getOrDefault(word.group(), "")));
    }

    @Override
    public String suffix() {
        return ".postgres";
    }

    @Override
    public String name() {
        return settings.toString();
    }
}
