package io.leat.server.store;

import io.leat.server.auth.SecretStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;

/** The state of a workspace. What a {@link #write} returns from is durable against {@code kill -9} and power loss. */
public final class Store implements AutoCloseable {
    private final Database state;
    private final LineageStore lineage;
    private final String workspaceId;

    private Store(Database state, LineageStore lineage) {
        this.state = state;
        this.lineage = lineage;
        this.workspaceId = state.write(Store::identify);
    }

    /**
     * @param file of the state; the lineage lies beside it
     */
    public static Store open(Path file) {
        return new Store(Database.open(file, "state"), new LineageStore(file.resolveSibling("lineage.db")));
    }

    /**
     * A store whose databases somebody else keeps: each call opens one more connection to the same SQLite database. How
     * durable it is, is theirs to say.
     */
    public static Store over(ConnectionFactory state, ConnectionFactory lineage) {
        return new Store(Database.over(state, "state"), new LineageStore(Database.over(lineage, "lineage")));
    }

    private static String identify(Handle handle) {
        Optional<String> found = handle.createQuery("SELECT value FROM workspace WHERE name = 'id'")
                .mapTo(String.class)
                .findOne();
        if (found.isPresent()) {
            return found.get();
        }

        String id = UUID.randomUUID().toString();
        handle.createUpdate("INSERT INTO workspace (name, value) VALUES ('id', ?)")
                .bind(0, id)
                .execute();
        return id;
    }

    public String workspaceId() {
        return workspaceId;
    }

    /** All of it, or nothing. For the engine's thread. */
    public <T> T write(Function<Tables, T> work) {
        return state.write(handle -> work.apply(new Tables(handle)));
    }

    /** A consistent look at what is committed. For any thread. */
    public <T> T read(Function<Tables, T> work) {
        return state.read(handle -> work.apply(new Tables(handle)));
    }

    public LineageStore lineage() {
        return lineage;
    }

    /**
     * Secrets through this store; changes go through {@code writer}, the engine's thread.
     */
    public SecretStore secrets(Writer writer) {
        return new SecretStore() {
            @Override
            public void put(Sealed secret) {
                writer.write(tables -> {
                    tables.secrets().put(secret);
                    return true;
                });
            }

            @Override
            public Optional<Sealed> find(String scope, String key) {
                return read(tables -> tables.secrets().find(scope, key));
            }

            @Override
            public List<Sealed> list() {
                return read(tables -> tables.secrets().list());
            }

            @Override
            public boolean delete(String scope, String key) {
                return writer.write(tables -> tables.secrets().delete(scope, key));
            }
        };
    }

    /** Carries a change to the thread that writes, and returns when it is durable. */
    @FunctionalInterface
    public interface Writer {
        boolean write(Function<Tables, Boolean> work);
    }

    @Override
    public void close() {
        lineage.close();
        state.close();
    }
}
