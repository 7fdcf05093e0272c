package io.leat.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is carried out at every step of a run, prepared once for its connection. JDBI would take several
 * times as long to make one up as SQLite takes to carry it out.
 */
final class Prepared {
    private final String sql;
    private final PreparedStatement statement;
    private int bound;

    private Prepared(String sql, PreparedStatement statement) {
        this.sql = sql;
        this.statement = statement;
    }

    /**
     * The statements of one handle. JDBI makes one for each handle that is asked for it, and shares it with what comes
     * of the handle.
     */
    public static final class Statements implements JdbiConfig<Statements> {
        private final Map<String, PreparedStatement> bySql = new HashMap<>();

        Set<String> sql() {
            return bySql.keySet();
        }

        @Override
        public Statements createCopy() {
            return this;
        }
    }

    /** @param sql with a {@code ?} for each value, to be bound in this order */
    static Prepared of(Handle handle, String sql) {
        Map<String, PreparedStatement> kept = handle.getConfig(Statements.class).bySql;
        PreparedStatement known = kept.get(sql);
        try {
            PreparedStatement statement = known == null ? handle.getConnection().prepareStatement(sql) : known;
            kept.put(sql, statement);
            return new Prepared(sql, statement);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    Prepared bind(long value) {
        try {
            statement.setLong(++bound, value);
            return this;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    Prepared bind(@Nullable String value) {
        try {
            if (value == null) {
                statement.setNull(++bound, Types.VARCHAR);
            } else {
                statement.setString(++bound, storable(value));
            }

            return this;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** PostgreSQL's text cannot hold the character 0, which a message of a task may. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
    }

    Prepared bind(@Nullable Enum<?> value) {
        return bind(value == null ? null : value.name());
    }

    /** Whether it finds a row. */
    boolean finds() {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Carries it out; the number of rows that it changed. */
    int execute() {
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    private static IllegalStateException failed(String sql, SQLException e) {
        return new IllegalStateException("%s: %s".formatted(e.getMessage(), sql.strip()), e);
    }
}
