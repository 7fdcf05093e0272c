package io.leat.lab.simulation;

import io.leat.server.store.Leadership;
import io.leat.server.store.Store;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/**
 * SQLite in memory: what is committed in it outlives the control plane. Tells the watch of every commit, and lets the
 * weather in before statements and around commits.
 */
final class Storage implements AutoCloseable {
    private static final byte[] STATE = fresh("state");
    private static final byte[] LINEAGE = fresh("lineage");

    private final SQLiteConnection state = memory(STATE);
    private final SQLiteConnection lineage = memory(LINEAGE);
    private final Statements statements = new Statements(state);
    private final Statements lineageStatements = new Statements(lineage);
    private final List<Change> changes = new ArrayList<>();
    private @Nullable Hooks writing;

    Storage() {
        SQLiteUpdateListener listener = (type, database, table, row) -> changes.add(new Change(table, row));
        state.addUpdateListener(listener);
    }

    /** A row that was written, as SQLite tells it: only of tables whose rows have numbers. */
    record Change(String table, long row) {}

    /** What happens around the store's work. */
    interface Hooks {
        /** @throws SQLException when the statement is to fail */
        void beforeStatement(String sql) throws SQLException;

        /** @throws SQLException when the commit is to fail */
        void beforeCommit() throws SQLException;

        /** It is durable now. */
        void committed(List<Change> changes);
    }

    private static byte[] fresh(String which) {
        try (Connection state = DriverManager.getConnection("jdbc:sqlite::memory:");
                Connection lineage = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Store.over(
                            () -> new Wire(new Statements(state), Wire.NOTHING).open(),
                            () -> new Wire(new Statements(lineage), Wire.NOTHING).open())
                    .close();
            return (which.equals("state") ? state : lineage)
                    .unwrap(SQLiteConnection.class)
                    .serialize("main");
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be had in memory", e);
        }
    }

    private static SQLiteConnection memory(byte[] content) {
        try {
            SQLiteConnection connection =
                    DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class);
            connection.deserialize("main", content);
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be had in memory", e);
        }
    }

    /** One more store over it, for processes of the control plane that follow one another. */
    Store open(Hooks hooks, Leadership leadership) {
        return Store.over(
                () -> new Wire(statements, hooked(hooks)).open(),
                () -> new Wire(lineageStatements, Wire.NOTHING).open(),
                leadership);
    }

    private Wire.Hooks hooked(Hooks hooks) {
        return new Wire.Hooks() {
            @Override
            public void began() {
                Violation.when(writing != hooks && isBusy(), "one simulated transaction began within another's");
                writing = hooks;
            }

            @Override
            public void beforeStatement(String sql) throws SQLException {
                hooks.beforeStatement(sql);
            }

            @Override
            public void beforeCommit() throws SQLException {
                hooks.beforeCommit();
            }

            @Override
            public void committed() {
                List<Change> all = List.copyOf(changes);
                changes.clear();
                hooks.committed(all);
            }

            @Override
            public void rolledBack() {
                changes.clear();
            }
        };
    }

    private boolean isBusy() {
        try {
            return !state.getAutoCommit();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be asked", e);
        }
    }

    /** The process that used it through the store with these hooks is gone, and what it had not committed with it. */
    void cut(Hooks hooks) {
        if (writing != hooks) {
            return;
        }

        changes.clear();
        try {
            statements.cut();
            lineageStatements.cut();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot roll back", e);
        }
    }

    /** For a look at what is committed, by others than the engine. */
    Statements statements() {
        return statements;
    }

    @Override
    public void close() {
        try {
            state.close();
            lineage.close();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be closed", e);
        }
    }
}
