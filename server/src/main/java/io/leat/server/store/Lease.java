package io.leat.server.store;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.StoreSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write, for a time that the database measures. A thread renews it. That it is still held is not believed
 * but looked up, within every transaction that writes; so it does no harm when this process is halted and let go on
 * after somebody else has taken over.
 */
final class Lease implements Fence, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final long LOOK_MILLIS = 500;
    private static final int RENEWALS = 4;

    private final StoreSettings settings;
    private final Tenure tenure;
    private final String holder = UUID.randomUUID().toString();
    private final Postgres postgres;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Thread keeper = new Thread(this::keep, "leat-lease");
    private @Nullable Connection connection;
    private long fence;
    private long turns;

    private Lease(StoreSettings settings, Tenure tenure) {
        this.settings = settings;
        this.tenure = tenure;
        this.postgres = new Postgres(settings, application(holder));
    }

    private static String application(String holder) {
        return "leat " + holder;
    }

    /**
     * Returns with the lease, however long that takes.
     *
     * @throws LeatException when the database cannot be used, or the tenure does not stand by any longer
     */
    static Lease await(StoreSettings settings, Tenure tenure) {
        Lease lease = new Lease(settings, tenure);
        try {
            lease.begin();
        } catch (SQLException e) {
            lease.disconnect();
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "The database %s cannot be used: %s. Look at LEAT_STORE, LEAT_STORE_USER and LEAT_STORE_PASSWORD,"
                                    .formatted(settings, e.getMessage())
                            + " and whether the server runs; nothing was changed.",
                    e);
        }

        lease.stand();
        lease.keeper.setDaemon(true);
        lease.keeper.start();
        return lease;
    }

    Postgres postgres() {
        return postgres;
    }

    private void begin() throws SQLException {
        Connection opened = connected();
        try (java.sql.Statement statement = opened.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtext('leat migrations'))");
            new Migrations(postgres, "lease").apply(opened);
            statement.execute("SELECT pg_advisory_unlock(hashtext('leat migrations'))");
        }
    }

    private void stand() {
        while (true) {
            String why = "";
            try {
                LeaseRow.Holding holding = new LeaseRow(connected()).look();
                OptionalLong taken = holding.expired() ? take(holding) : OptionalLong.empty();
                if (taken.isPresent()) {
                    fence = taken.getAsLong();
                    LOG.info("took lease {} of {}", fence, settings);
                    return;
                }

                why = "another control plane (%s) is active".formatted(holding.place());
            } catch (SQLException e) {
                disconnect();
                why = e.getMessage();
            }

            if (!tenure.standsBy(why)) {
                disconnect();
                throw new LeatException(
                        ErrorCode.INVALID_STATE,
                        "This control plane did not become the active one of %s: %s.".formatted(settings, why));
            }

            pause(LOOK_MILLIS);
        }
    }

    private OptionalLong take(LeaseRow.Holding expired) throws SQLException {
        LeaseRow row = new LeaseRow(connected());
        OptionalLong taken = row.take(holder, place(), settings.lease().toMillis());
        if (taken.isEmpty() && row.look().fence() == expired.fence()) {
            LOG.warn("the control plane {} lost its lease within a transaction, which is ended", expired.place());
            row.end(application(expired.holder()));
        }

        return taken;
    }

    private static String place() {
        return "process " + ProcessHandle.current().pid();
    }

    private boolean pause(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeatException(ErrorCode.TEMPORARILY_UNAVAILABLE, "Interrupted while waiting for a lease.", e);
        }
    }

    private void keep() {
        long every = settings.lease().toMillis() / RENEWALS;
        while (!lost.get() && !pause(every)) {
            try {
                if (!new LeaseRow(connected()).renew(fence, settings.lease().toMillis())) {
                    lose();
                }
            } catch (SQLException e) {
                disconnect();
                LOG.warn("lease {} could not be renewed: {}", fence, e.getMessage());
            }
        }
    }

    private Connection connected() throws SQLException {
        Connection known = connection;
        if (known == null) {
            known = postgres.connect(Math.max(1, settings.lease().toSeconds()));
            connection = known;
        }

        return known;
    }

    private void disconnect() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                LOG.warn("a connection could not be closed: {}", e.getMessage());
            }
        }
    }

    @Override
    public long hold(Handle transaction) {
        long turn = ++turns;
        int held = transaction
                .createUpdate("""
                        WITH held AS (SELECT fence FROM lease WHERE name = 'control' AND fence = :fence FOR KEY SHARE)
                        UPDATE turn SET number = :turn FROM held WHERE turn.fence = held.fence""")
                .bind("fence", fence)
                .bind("turn", turn)
                .execute();
        if (held != 1) {
            lose();
            throw Fence.supplanted();
        }

        return turn;
    }

    @Override
    public boolean landed(Handle handle, long turn) {
        return handle.createQuery("SELECT number FROM turn WHERE fence = ? FOR SHARE")
                .bind(0, fence)
                .mapTo(Long.class)
                .findOne()
                .filter(number -> number == turn)
                .isPresent();
    }

    private void lose() {
        if (lost.compareAndSet(false, true)) {
            String why = "lease %d of %s was lost: another control plane has taken over".formatted(fence, settings);
            LOG.error("{}; nothing is changed from here any more", why);
            tenure.lost(why);
        }
    }

    @Override
    public boolean isDown() {
        return lost.get() || closed.getCount() == 0;
    }

    /** The next one may take over at once. */
    @Override
    public void close() {
        closed.countDown();
        try {
            keeper.join();
            if (!lost.get()) {
                new LeaseRow(connected()).release(fence);
            }
        } catch (SQLException e) {
            LOG.warn("lease {} was not released and will expire: {}", fence, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }
}
