package io.leat.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The prepared statements of one connection, kept for when the same SQL comes again: JDBI by itself prepares each one
 * anew. A statement that is in use is not handed out, so the same SQL may be asked within its own results.
 */
final class KeptStatements extends DefaultStatementBuilder {
    /** More than there are texts of SQL; those that are put together at run time are few. */
    private static final int MOST = 300;

    private final Map<String, PreparedStatement> idle = new HashMap<>();
    private final Set<Statement> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        if (context.isReturningGeneratedKeys() || context.isConcurrentUpdatable()) {
            return super.create(connection, sql, context);
        }

        PreparedStatement kept = idle.remove(sql);
        PreparedStatement statement = kept == null ? super.create(connection, sql, context) : kept;
        lent.add(statement);
        return statement;
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        boolean keeps = lent.remove(statement) && idle.size() < MOST && !idle.containsKey(sql);
        if (keeps && statement instanceof PreparedStatement prepared && !prepared.isClosed()) {
            prepared.clearParameters();
            prepared.clearBatch();
            idle.put(sql, prepared);
        } else {
            super.close(connection, sql, statement);
        }
    }

    /** With its connection. */
    @Override
    public void close(Connection connection) {
        idle.clear();
    }
}
