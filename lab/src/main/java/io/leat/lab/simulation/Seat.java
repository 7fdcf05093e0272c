package io.leat.lab.simulation;

import io.leat.server.store.Leadership;
import io.leat.server.store.Store;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right to write the storage, and the store that goes with it: for one process of the control plane after the other,
 * until somebody else has it. Whoever has lost it is not told, except by what it tries to write.
 */
final class Seat implements Storage.Hooks, Leadership {
    private static final long SLOWEST_COMMIT = 30_000;

    private final World world;
    private final Storage storage;
    private final Consumer<List<Storage.Change>> watch;
    private final Runnable afterCommit;
    private @Nullable VirtualMachine holder;
    private @Nullable Store store;
    private boolean lost;
    private boolean stubborn;

    /** @param afterCommit what may happen between a commit and all that follows from it */
    Seat(World world, Storage storage, Consumer<List<Storage.Change>> watch, Runnable afterCommit) {
        this.world = world;
        this.storage = storage;
        this.watch = watch;
        this.afterCommit = afterCommit;
    }

    /** The store, for the process of this machine from now on: opening costs, and the store remembers nothing. */
    Store take(VirtualMachine machine) {
        holder = machine;
        Store known = store == null ? storage.open(this, this) : store;
        store = known;
        return known;
    }

    /** Somebody else has it from now on. The holder goes on after a refused write, or ends with the first one. */
    void lose() {
        lost = true;
        stubborn = world.chance.is(0.5);
    }

    private Crash crash(String where) {
        return new Crash(Objects.requireNonNull(holder), where);
    }

    @Override
    public boolean isHeld() {
        if (lost && !stubborn) {
            throw crash("it is not the active one any more");
        }

        if (world.strikes(Fault.BEGIN_FAILS)) {
            throw new IllegalStateException("it cannot be asked who leads", new SQLException("disk full"));
        }

        return !lost;
    }

    @Override
    public void beforeStatement(String sql) throws SQLException {
        if (world.strikes(Fault.STATEMENT_FAILS)) {
            world.trace.say("fails: %s", sql);
            throw new SQLException("[SQLITE_FULL] database or disk is full");
        }
    }

    @Override
    public void beforeCommit() throws SQLException {
        if (world.strikes(Fault.COMMIT_SLOW)) {
            world.agenda.pass(world.chance.seldomMost(10, SLOWEST_COMMIT));
        }

        if (world.strikes(Fault.KILLED_BEFORE_COMMIT)) {
            throw crash("before a commit");
        }

        if (world.strikes(Fault.COMMIT_FAILS)) {
            throw new SQLException("[SQLITE_IOERR] disk I/O error");
        }
    }

    @Override
    public void committed(List<Storage.Change> changes) {
        Violation.when(lost && !changes.isEmpty(), "a supplanted control plane has changed the store: %s", changes);
        watch.accept(changes);
        if (world.strikes(Fault.KILLED_AFTER_COMMIT)) {
            throw crash("after a commit");
        }

        afterCommit.run();
    }
}
