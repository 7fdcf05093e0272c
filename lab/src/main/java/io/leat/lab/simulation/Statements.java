package io.leat.lab.simulation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection and the statements that were prepared on it, which are used again: preparing costs most of all. */
final class Statements {
    private final Connection connection;
    private final Map<String, Deque<PreparedStatement>> idle = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    PreparedStatement take(String sql) throws SQLException {
        PreparedStatement statement =
                idle.computeIfAbsent(sql, key -> new ArrayDeque<>()).poll();
        return statement == null ? connection.prepareStatement(sql) : statement;
    }

    void giveBack(String sql, PreparedStatement statement) throws SQLException {
        statement.clearParameters();
        idle.computeIfAbsent(sql, key -> new ArrayDeque<>()).push(statement);
    }

    /** Undoes what is not committed. */
    void cut() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Looks for one row; {@code none} when there is none. */
    <T> T look(String sql, T none, Reading<T> reading, Object... values) {
        try {
            PreparedStatement statement = take(sql);
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }

            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? reading.read(rows) : none;
            } finally {
                giveBack(sql, statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look with " + sql, e);
        }
    }

    /** Looks for all rows. */
    <T> List<T> all(String sql, Reading<T> reading, Object... values) {
        List<T> all = new ArrayList<>();
        look(
                sql,
                0,
                rows -> {
                    do {
                        all.add(reading.read(rows));
                    } while (rows.next());
                    return 0;
                },
                values);
        return all;
    }
}
