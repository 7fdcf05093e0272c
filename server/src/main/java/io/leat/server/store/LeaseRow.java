package io.leat.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/**
 * The row that says who may write, in the database's own time. Its fence is a key of the table: whoever takes the row
 * over has to wait for every transaction that holds the key, while renewing it does not.
 */
final class LeaseRow {
    private static final String LOCKED_OUT = "55P03";

    private final Connection connection;

    LeaseRow(Connection connection) {
        this.connection = connection;
    }

    /**
     * Who has the lease.
     *
     * @param place where that is, for people
     */
    record Holding(long fence, String holder, String place, boolean expired) {}

    Holding look() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT fence, holder, place, expires < clock_timestamp() FROM lease WHERE name = 'control'")) {
            if (!row.next()) {
                throw new SQLException("the table lease has no row 'control'");
            }

            return new Holding(row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4));
        }
    }

    /**
     * Takes the lease if it has expired.
     *
     * @return the new fence; empty when somebody else was first, or still has a transaction open
     */
    OptionalLong take(String holder, String place, long millis) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '1s'");
            OptionalLong fence = update(holder, place, millis);
            if (fence.isPresent()) {
                statement.execute("DELETE FROM turn WHERE fence < " + (fence.getAsLong() - 100));
                statement.execute("INSERT INTO turn (fence, number) VALUES (" + fence.getAsLong() + ", 0)");
            }

            connection.commit();
            return fence;
        } catch (SQLException e) {
            connection.rollback();
            if (LOCKED_OUT.equals(e.getSQLState())) {
                return OptionalLong.empty();
            }

            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private OptionalLong update(String holder, String place, long millis) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE lease
                   SET fence = fence + 1, holder = ?, place = ?, expires = clock_timestamp() + ? * interval '1 ms'
                 WHERE name = 'control' AND expires < clock_timestamp()
                RETURNING fence""")) {
            statement.setString(1, holder);
            statement.setString(2, place);
            statement.setLong(3, millis);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Ends the connections of one whose lease has expired, since its last transaction may stay open for ever. */
    void end(String application) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name = ? AND datname = current_database()""")) {
            statement.setString(1, application);
            statement.execute();
        }
    }

    /** False when somebody else has taken it. */
    boolean renew(long fence, long millis) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE lease SET expires = clock_timestamp() + ? * interval '1 ms'
                 WHERE name = 'control' AND fence = ?""")) {
            statement.setLong(1, millis);
            statement.setLong(2, fence);
            return statement.executeUpdate() == 1;
        }
    }

    /** Lets the next one have it at once. */
    void release(long fence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE lease SET expires = '-infinity' WHERE name = 'control' AND fence = ?")) {
            statement.setLong(1, fence);
            statement.executeUpdate();
        }
    }
}
