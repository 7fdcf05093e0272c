package io.leat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.server.PostgresServer;
import io.leat.server.config.StoreSettings;
import io.leat.server.store.RunTable.Filter;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL tells how many rows it has looked at, among many that belong to what has ended. */
class PostgresPlansTest {
    private static final long FEW = 60;

    private Handle handle;
    private Tables tables;

    @BeforeEach
    void givenManyRows() {
        StoreSettings settings = PostgresServer.shared().settings();
        Store.open(settings, Path.of("none.db"), Tenure.FOR_LIFE).close();
        handle = Jdbi.create(new Postgres(settings, "leat plans")::writer).open();
        tables = new Tables(handle);
        handle.execute("""
                INSERT INTO job (job_id, name, version, settings, base_dir, created_at, updated_at)
                SELECT i, 'j' || i % 5000, 1, '{}', '', i, i FROM generate_series(1, 10000) AS i""");
        handle.execute("""
                INSERT INTO run (run_id, job_id, run_name, settings, base_dir, parameters, spark_conf, creator, state,
                                 result, message, start_time, end_time)
                SELECT i, i % 2, '', '{}', '', '{}', '{}', '', 'TERMINATED', 'SUCCESS', '', i, i
                  FROM generate_series(1, 10000) AS i""");
        handle.execute("""
                INSERT INTO task_run (task_run_id, run_id, task, task_key, attempt_number, retries_used, state, result,
                                      message, due_time, start_time, end_time, fence, iteration, parent_id)
                SELECT i, 1, 0, 'a' || i % 1000, 0, 0, 'TERMINATED', 'SUCCESS', '', 0, i, i, i, i % 2 - 1, 0
                  FROM generate_series(1, 10000) AS i""");
        handle.execute("""
                INSERT INTO batch (batch_id, job_id, run_id, task_key, task_run_id, statement, table_name, mode,
                                   manifest_hash, pins, code_hash, replaces, state, minted_at, version, committed_at)
                SELECT 'b' || i, 1, i, 'a', i, 'target', 'bronze.t' || i % 2, 'APPEND', '', '[]', '', '[]', 'COMMITTED',
                       i, i, i
                  FROM generate_series(1, 10000) AS i""");
        handle.execute("ANALYZE");
    }

    @AfterEach
    void close() {
        handle.close();
    }

    @Test
    void whatAnAssignmentLooksUpIsFoundByIndex() {
        assertThat(looksAt(() -> assertThat(tables.batches().lastCommits(1, "a"))
                        .extracting(row -> row.batch().batchId())
                        .containsExactly("b10000", "b9999")))
                .isLessThan(FEW);
        assertThat(looksAt(() -> tables.batches().hasAny(1, "a"))).isLessThan(FEW);
        assertThat(looksAt(() -> tables.batches().ofTask(7, "a"))).isLessThan(FEW);
        assertThat(looksAt(() -> tables.batches().unsettledOf(1, "a"))).isLessThan(FEW);
        assertThat(looksAt(() -> tables.batches().unsettled("bronze.t1"))).isLessThan(FEW);
        assertThat(looksAt(() -> tables.taskRuns().lastSuccess(1, "a2"))).isLessThan(FEW);
        assertThat(looksAt(() -> tables.taskRuns().before(1, "a2", 9002))).isLessThan(FEW);
    }

    @Test
    void pagesOfRunsAndJobsAreFoundByIndex() {
        assertThat(looksAt(() -> tables.runs().active())).isLessThan(FEW);
        assertThat(looksAt(() -> tables.runs().queued())).isLessThan(FEW);
        assertThat(looksAt(() -> tables.runs().list(new Filter(1L, null, null, null, null, 5000L, 7L, 0, 10))))
                .isLessThan(FEW);
        assertThat(looksAt(() -> tables.jobs().list(new JobTable.Filter(null, 5000L, 7L, 0, 10))))
                .isLessThan(FEW);
        assertThat(looksAt(() -> assertThat(tables.jobs().list(new JobTable.Filter("J12", null, null, 0, 10)))
                        .hasSize(2)))
                .isLessThan(FEW);
    }

    @Test
    void whatIsGoneThroughIsCounted() {
        assertThat(looksAt(() -> tables.batches().tables())).isGreaterThanOrEqualTo(10_000);
    }

    /** How many rows of tables the work looks at. */
    private long looksAt(Runnable work) {
        return handle.inTransaction(within -> {
            work.run();
            return within.createQuery(
                            "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables")
                    .mapTo(Long.class)
                    .one();
        });
    }
}
