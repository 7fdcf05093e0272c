package io.leat.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The scripts {@code <schema>-<n>.sql} that make and change tables, each in a transaction of its own. One script serves
 * all databases: its statements are SQLite's, and end with a semicolon at the end of a line; where one database cannot
 * do with that, {@code <schema>-<n>.postgres.sql} takes its place there.
 */
final class Migrations {
    private final Dialect dialect;
    private final String schema;

    Migrations(Dialect dialect, String schema) {
        this.dialect = dialect;
        this.schema = schema;
    }

    /** The newest version of a schema that this program knows. */
    static int newest(String schema) {
        int newest = 0;
        while (Migrations.class.getResource("%s-%d.sql".formatted(schema, newest + 1)) != null) {
            newest++;
        }
        return newest;
    }

    /** Brings the tables to the newest version. */
    void apply(Connection connection) throws SQLException {
        int version = dialect.version(connection, schema);
        int newest = newest(schema);
        if (version > newest) {
            throw new SQLException("it was written by a newer version of Leat (schema %d)".formatted(version));
        }

        for (int next = version + 1; next <= newest; next++) {
            apply(connection, next);
        }
    }

    private void apply(Connection connection, int version) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : script(version).split(";\\s*\\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }

            dialect.setVersion(connection, schema, version);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private String script(int version) {
        URL own = Migrations.class.getResource("%s-%d%s.sql".formatted(schema, version, dialect.suffix()));
        return own == null
                ? dialect.translated(text(Migrations.class.getResource("%s-%d.sql".formatted(schema, version))))
                : text(own);
    }

    private static String text(URL script) {
        try (InputStream in = script.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
