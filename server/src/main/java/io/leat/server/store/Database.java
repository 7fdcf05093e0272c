package io.leat.server.store;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection writes, for one thread at a time; readers have connections of their own and see the last commit. A
 * connection that breaks is replaced; of a commit whose answer was lost it is looked up whether it took place.
 */
final class Database implements AutoCloseable {
    /** Statements are the same whatever database they are for, and parsing one costs more than carrying it out. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long AGAIN_MILLIS = 250;

    private final Dialect dialect;
    private final Fence fence;
    private final Jdbi writers;
    private final Jdbi readers;
    private final ConcurrentLinkedDeque<Handle> idleReaders = new ConcurrentLinkedDeque<>();
    private @Nullable Handle writer;
    private boolean writing;
    private volatile boolean closed;

    private Database(Dialect dialect, Fence fence, List<String> schemas) throws SQLException {
        this.dialect = dialect;
        this.fence = fence;
        this.writers = jdbi(dialect::writer);
        this.readers = jdbi(dialect::reader);
        Handle first = writers.open();
        try {
            for (String schema : schemas) {
                new Migrations(dialect, schema).apply(first.getConnection());
            }
        } catch (SQLException | RuntimeException e) {
            first.close();
            throw e;
        }

        this.writer = first;
    }

    private Jdbi jdbi(ConnectionFactory connections) {
        Jdbi jdbi = Jdbi.create(connections);
        jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER);
        jdbi.setStatementBuilderFactory(connection -> new KeptStatements());
        dialect.prepare(jdbi);
        return jdbi;
    }

    /**
     * Opens the database and brings its tables up to date, making them when there are none.
     *
     * @param schemas names of the resources with its tables, such as {@code state}
     */
    static Database open(Dialect dialect, Fence fence, String... schemas) {
        try {
            return new Database(dialect, fence, List.of(schemas));
        } catch (ConnectionException e) {
            throw unusable(
                    dialect,
                    e,
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (SQLException e) {
            throw unusable(dialect, e, String.valueOf(e.getMessage()));
        }
    }

    private static LeatException unusable(Dialect dialect, Exception e, String why) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                "The workspace's database %s cannot be opened: %s. If the disk is full or read-only, mend that and"
                                .formatted(dialect.name(), why)
                        + " start again; nothing was changed.",
                e);
    }

    /** All of it, or nothing; durable when this returns. Work within work joins it. For the writing thread. */
    <T> T write(Function<Handle, T> work) {
        if (writing) {
            return work.apply(Objects.requireNonNull(writer, "the transaction's connection is gone"));
        }

        writing = true;
        try {
            return transaction(work);
        } finally {
            writing = false;
        }
    }

    private <T> T transaction(Function<Handle, T> work) {
        long turn = begin();
        Handle handle = Objects.requireNonNull(writer);
        T result;
        try {
            result = work.apply(handle);
        } catch (RuntimeException | Error e) {
            undo(handle, e);
            throw e;
        }

        try {
            handle.commit();
        } catch (RuntimeException e) {
            undo(handle, e);
            if (writer != null || !landed(turn)) {
                throw e;
            }
        }

        return result;
    }

    /** A connection that broke while it was idle is replaced here, where nothing is lost with it. */
    private long begin() {
        while (true) {
            Handle handle = connected();
            try {
                handle.begin();
                return fence.hold(handle);
            } catch (RuntimeException e) {
                undo(handle, e);
                if (writer != null) {
                    throw e;
                }
            }
        }
    }

    private void undo(Handle handle, Throwable cause) {
        try {
            handle.rollback();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }

        if (!dialect.isAlive(handle.getConnection())) {
            writer = null;
            discard(handle);
        }
    }

    /** The connection broke while the answer to a commit was awaited. */
    private boolean landed(long turn) {
        while (true) {
            Handle handle = connected();
            try {
                return handle.inTransaction(asking -> fence.landed(asking, turn));
            } catch (RuntimeException e) {
                undo(handle, e);
                if (writer != null) {
                    throw e;
                }
            }
        }
    }

    /** Waits for a database that is away, as long as it may still be ours when it is back. */
    private Handle connected() {
        Handle known = writer;
        for (boolean told = false; known == null; told = true) {
            if (closed) {
                throw new IllegalStateException(dialect.name() + " is closed");
            }

            try {
                known = writers.open();
            } catch (RuntimeException e) {
                if (fence.isDown()) {
                    throw e;
                }

                if (!told) {
                    LOG.warn("{} is away and waited for: {}", dialect.name(), e.getMessage());
                }

                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS));
            }
        }

        writer = known;
        return known;
    }

    /** A consistent look at what is committed. For any thread. */
    <T> T read(Function<Handle, T> work) {
        for (Handle idle = idleReaders.poll(); idle != null; idle = idleReaders.poll()) {
            try {
                return read(idle, work);
            } catch (RuntimeException e) {
                if (!idle.isClosed()) {
                    throw e;
                }
            }
        }

        return read(readers.open(), work);
    }

    private <T> T read(Handle reader, Function<Handle, T> work) {
        boolean serves = false;
        try {
            T result = reader.inTransaction(work::apply);
            serves = !closed;
            return result;
        } catch (RuntimeException e) {
            serves = !closed && dialect.isAlive(reader.getConnection());
            throw e;
        } finally {
            if (serves) {
                idleReaders.push(reader);
            } else {
                discard(reader);
            }
        }
    }

    private static void discard(Handle handle) {
        try {
            handle.close();
        } catch (RuntimeException e) {
            LOG.warn("a connection could not be closed: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Handle reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
            reader.close();
        }

        Handle open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }
}
