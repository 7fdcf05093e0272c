package io.leat.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;

/** What differs between the databases a state can lie in. Everything else is the same SQL. */
interface Dialect {
    /** A connection for the one who writes: what it commits is durable. */
    Connection writer() throws SQLException;

    /** A connection for one who reads; each of its transactions is one consistent look. */
    Connection reader() throws SQLException;

    /** Whether a connection on which something failed can still be used. */
    default boolean isAlive(Connection connection) {
        return true;
    }

    /** How values and statements are handed over. */
    default void prepare(Jdbi jdbi) {}

    /** The version that the tables of a schema have; 0 when there are none. */
    int version(Connection connection, String schema) throws SQLException;

    /** Within the transaction that changed the tables. */
    void setVersion(Connection connection, String schema, int version) throws SQLException;

    /** A statement of a migration as this database has it. */
    String translated(String sql);

    /** How a script is named that this database needs in place of the common one; such as {@code .postgres}. */
    String suffix();

    /** The database as a user knows it, without secrets. */
    String name();
}
