package io.leat.server.store;

import io.leat.server.auth.SecretStore;
import io.leat.server.config.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The state of a workspace. What a {@link #write} returns from is durable against {@code kill -9} and power loss. */
public final class Store implements AutoCloseable {
    private static final String STATE = "state";
    private static final String LINEAGE = "lineage";

    private final Database state;
    private final LineageStore lineage;
    private final @Nullable Lease lease;
    private final String workspaceId;

    private Store(Database state, Database lineage, @Nullable Lease lease) {
        this.state = state;
        this.lineage = new LineageStore(lineage);
        this.lease = lease;
        this.workspaceId = state.write(Store::identify);
    }

    /**
     * The state in a file of this process alone.
     *
     * @param file of the state; the lineage lies beside it
     */
    public static Store open(Path file) {
        return open(new Sqlite(file), new Sqlite(StoreLook.lineageFile(file)), Fence.NONE);
    }

    /**
     * A store whose databases somebody else keeps: each call opens one more connection to the same SQLite database. How
     * durable it is, is theirs to say.
     */
    public static Store over(ConnectionFactory state, ConnectionFactory lineage) {
        return open(new Sqlite(state), new Sqlite(lineage), Fence.NONE);
    }

    /** The same for one of several control planes: its writes are refused while it does not lead. */
    public static Store over(ConnectionFactory state, ConnectionFactory lineage, Leadership leadership) {
        return open(new Sqlite(state), new Sqlite(lineage), Fence.of(leadership));
    }

    private static Store open(Sqlite state, Sqlite lineage, Fence fence) {
        return new Store(Database.open(state, fence, STATE), Database.open(lineage, fence, LINEAGE), null);
    }

    /**
     * The state where the settings say. Returns when this process is the one that may write it.
     *
     * @param file of the state, if the workspace has one of its own
     * @param tenure what to do while another process may write, and when this one may no longer
     */
    public static Store open(StoreSettings settings, Path file, Tenure tenure) {
        if (!settings.isShared()) {
            return open(file);
        }

        Lease lease = Lease.await(settings, tenure);
        try {
            Database database = Database.open(lease.postgres(), lease, STATE, LINEAGE);
            return new Store(database, database, lease);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
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
        if (lease != null) {
            lease.close();
        }
    }
}
