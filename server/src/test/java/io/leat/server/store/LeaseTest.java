package io.leat.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.server.PostgresServer;
import io.leat.server.config.StoreSettings;
import io.leat.server.store.CutLine.Cut;
import io.leat.server.store.EventTable.EventRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two stores on one PostgreSQL, of which one writes. */
class LeaseTest {
    private static final Path NO_FILE = Path.of("none.db");

    private final Recorded first = new Recorded();
    private final Recorded second = new Recorded();

    private PostgresServer server;
    private StoreSettings settings;

    private static final class Recorded implements Tenure {
        final BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        final BlockingQueue<String> losses = new LinkedBlockingQueue<>();

        @Override
        public boolean standsBy(String why) {
            return reasons.add(why);
        }

        @Override
        public void lost(String why) {
            losses.add(why);
        }
    }

    @BeforeEach
    void givenADatabase() {
        server = PostgresServer.shared();
        settings = server.settings();
    }

    @Test
    void oneStandsByWhileTheOtherWritesAndFollowsItsEnd() throws Exception {
        Store active = open(first);
        CompletableFuture<Store> standby = CompletableFuture.supplyAsync(() -> open(second));
        String why = second.reasons.poll(20, TimeUnit.SECONDS);
        assertThat(why)
                .isEqualTo("another control plane (process %d) is active"
                        .formatted(ProcessHandle.current().pid()));
        append(active, 1);
        LockSupport.parkNanos(settings.lease().plusSeconds(1).toNanos());
        assertThat(standby).as("the lease is renewed").isNotDone();
        append(active, 2);
        active.close();

        try (Store next = standby.get(2, TimeUnit.SECONDS)) {
            append(next, 3);
            assertThat(events(next)).containsExactly(1L, 2L, 3L);
            assertThat(next.workspaceId()).isEqualTo(active.workspaceId());
        }
        assertThat(first.losses).isEmpty();
    }

    @Test
    void whatIsWrittenAfterATakeOverIsRefused() throws Exception {
        Store active = open(first);
        append(active, 1);
        try (Connection other = connect("another")) {
            execute(other, "UPDATE lease SET expires = '-infinity'");
            OptionalLong fence = new LeaseRow(other).take("another", "somewhere", 60_000);
            assertThat(fence).hasValue(2);
        }

        assertThatThrownBy(() -> append(active, 2))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("not the active one any more");
        assertThatThrownBy(() -> active.lineage().add(List.of(StoreTest.edge())))
                .isInstanceOf(LeatException.class);
        assertThat(events(active)).containsExactly(1L);
        assertThat(active.lineage().writesOf("silver.matched")).isEmpty();
        assertThat(first.losses.poll(10, TimeUnit.SECONDS))
                .contains("lease 1 of", "another control plane has taken over");
        active.close();
        assertThat(first.losses).as("told once").isEmpty();
        try (Connection connection = connect("looking")) {
            assertThat(new LeaseRow(connection).look().expired())
                    .as("the loser does not release what is not its own")
                    .isFalse();
        }
    }

    /** As of a process that was halted within a transaction, whose connection stays open. */
    @Test
    void aTransactionThatStaysOpenDoesNotHoldUpTheNext() throws Exception {
        open(first).close();
        try (Connection halted = connect("leat halted")) {
            execute(halted, "UPDATE lease SET expires = '-infinity'");
            assertThat(new LeaseRow(halted).take("halted", "somewhere", 1)).isPresent();
            halted.setAutoCommit(false);
            execute(halted, "SELECT fence FROM lease FOR KEY SHARE");
            execute(halted, "INSERT INTO event (run_id, seq, at, body) VALUES (1, 1, 0, '')");

            long began = System.nanoTime();
            try (Store next = open(second)) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
                append(next, 2);
                assertThatThrownBy(halted::commit).isInstanceOf(SQLException.class);
                assertThat(events(next)).containsExactly(2L);
            }
        }
    }

    @Test
    void aLongTransactionCostsNoLease() {
        try (Store active = open(first)) {
            active.write(tables -> {
                LockSupport.parkNanos(settings.lease().plusSeconds(1).toNanos());
                tables.events().append(new EventRow(1, 1, 0, ""));
                return true;
            });
            try (Connection connection = connect("looking")) {
                assertThat(new LeaseRow(connection).look().expired()).isFalse();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void connectionsThatBreakAreReplaced() {
        try (Store active = open(first)) {
            append(active, 1);
            assertThat(events(active)).hasSize(1);
            server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'leat %'");

            append(active, 2);
            assertThat(events(active)).containsExactly(1L, 2L);
            assertThat(first.losses).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NOWHERE", mode = EnumSource.Mode.EXCLUDE)
    void ofACommitWhoseAnswerIsLostItIsLookedUpWhetherItTookPlace(Cut cut) throws Exception {
        try (CutLine line = new CutLine(server.port())) {
            String url = settings.url().replace(":" + server.port() + "/", ":" + line.port() + "/")
                    + "&prepareThreshold=0"; // so that the commit is sent as a word each time
            settings = new StoreSettings(url, settings.user(), settings.password(), settings.lease());
            try (Store active = open(first)) {
                append(active, 1);
                line.arm(cut);
                boolean told;
                try {
                    append(active, 2);
                    told = true;
                } catch (RuntimeException e) {
                    told = false;
                }

                assertThat(line.hasCut()).isTrue();
                assertThat(told).isEqualTo(cut == Cut.ON_THE_WAY_BACK);
                assertThat(events(active)).isEqualTo(told ? List.of(1L, 2L) : List.of(1L));
                append(active, 3);
            }
        }
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithoutItsPassword() {
        StoreSettings wrong = new StoreSettings(
                "jdbc:postgresql://127.0.0.1:1/leat?user=me&password=hunter2", "", "", Duration.ofSeconds(2));

        assertThatThrownBy(() -> Store.open(wrong, NO_FILE, first))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/leat cannot be used")
                .hasMessageContaining("LEAT_STORE")
                .hasMessageNotContaining("hunter2");
    }

    private Store open(Tenure tenure) {
        return Store.open(settings, NO_FILE, tenure);
    }

    private Connection connect(String application) throws SQLException {
        return new Postgres(settings, application).connect(0);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void append(Store store, long seq) {
        store.write(tables -> {
            tables.events().append(new EventRow(1, seq, 0, ""));
            return true;
        });
    }

    private static List<Long> events(Store store) {
        return store.read(tables -> tables.events().after(1, 0, 100)).stream()
                .map(EventRow::seq)
                .toList();
    }
}
