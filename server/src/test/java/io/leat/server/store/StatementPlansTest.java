package io.leat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.WriteMode;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.RunType;
import io.leat.core.run.TaskRun;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.EventTable.EventRow;
import io.leat.server.store.RunTable.Filter;
import io.leat.server.store.RunTable.Origin;
import io.leat.server.store.RunTable.RunRow;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine asks of its store at each step, and for the lists of clients, costs the same however many runs have
 * ended: no plan goes through all rows of a table that grows with them.
 */
class StatementPlansTest {
    /** Indexes that hold what is open alone. */
    private static final Set<String> SMALL = Set.of("run_active", "run_queued", "batch_unsettled", "iteration_active");

    /** Steps through what a statement makes up by itself: the few tables that one task has written. */
    private static final Set<String> MADE_UP = Set.of("SCAN written", "SCAN CONSTANT ROW");

    /** Indexes under one of whose keys there may be all runs that ever ended; good for a page of them, in order. */
    private static final Set<String> LARGE =
            Set.of("run_by_start", "run_by_job", "batch_by_task", "batch_by_table", "batch_newest", "job_by_");

    private static final Batch BATCH =
            new Batch("b", "t", Batch.TARGET, WriteMode.APPEND, Manifest.EMPTY, "c", List.of(), BatchState.MINTED);
    private static final Commit COMMIT = new Commit("b", "t", "id", 4, null, null, null, 60, false, null);

    private final Set<String> statements = new LinkedHashSet<>();

    @TempDir
    private Path folder;

    private Handle handle;
    private Tables tables;

    @BeforeEach
    void givenAStoreThatTellsItsStatements() {
        Path file = folder.resolve("state.db");
        Store.open(file).close();
        handle = Jdbi.create("jdbc:sqlite:" + file).open();
        handle.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                String sql = context.getParsedSql().getSql();
                if (!sql.startsWith("EXPLAIN ")) {
                    statements.add(sql);
                }
            }
        });
        tables = new Tables(handle);
    }

    @AfterEach
    void close() {
        handle.close();
    }

    @Test
    void aStepDoesNotCostMoreWithWhatHasEnded() {
        TaskRun taskRun = new TaskRun(
                3, 1, 0, -1, 0, "a", 0, 0, LifeCycleState.PENDING, null, null, "", null, 0, 0, 0, 0, null, null, 0);
        tables.runs().insert(run());
        tables.runs().update(1, RunStatus.pending(100));
        tables.taskRuns().save(taskRun);
        tables.taskRuns().counts(3, "{}");
        tables.taskRuns().trace(3, "");
        tables.events().append(new EventRow(1, 1, 100, "{}"));
        tables.drivers().reported("d-1", 7);

        assertThat(written()).hasSizeGreaterThan(4);
        assertThat(offending()).isEmpty();
    }

    @Test
    void whatAnAssignmentLooksUpIsFoundByIndex() {
        tables.batches().ofTask(1, "a");
        tables.batches().unsettledOf(1, "a");
        tables.batches().unsettled("bronze.clicks");
        tables.batches().find("b");
        tables.batches().lastCommits(1, "a");
        tables.taskRuns().lastSuccess(1, "a");
        tables.taskRuns().before(1, "a", 3);
        tables.taskRuns().find(3);
        tables.taskRuns().output(3);

        assertThat(statements).hasSizeGreaterThan(8);
        assertThat(offending()).isEmpty();
    }

    @Test
    void runsAreFoundAndListedByIndex() {
        tables.runs().find(1);
        tables.runs().findByToken("t");
        tables.runs().active();
        tables.runs().queued();
        tables.runs().queuedOf(7);
        tables.runs().nextQueued(7);
        tables.runs().nextQueuedChild(7);
        tables.taskRuns().list(1);
        tables.repairs().list(1);
        tables.events().last(1);
        tables.events().after(1, 2, 10);
        tables.jobs().find(7);
        tables.jobs().findByName("j");
        tables.runs().list(new Filter(null, null, null, null, null, null, null, 0, 10));
        tables.runs().list(new Filter(7L, null, null, null, null, 100L, 3L, 0, 10));
        tables.runs().list(new Filter(7L, null, true, null, null, 100L, 3L, 0, 10));
        tables.runs().list(new Filter(null, null, true, null, null, null, null, 0, 10));
        tables.runs().list(new Filter(null, RunType.SUBMIT_RUN, null, null, null, 100L, 3L, 0, 10));
        tables.runs().list(new Filter(null, null, false, 1L, 2L, null, null, 0, 10));

        assertThat(statements).hasSizeGreaterThan(14);
        assertThat(offending()).isEmpty();
    }

    @Test
    void jobsAreListedByIndex() {
        tables.jobs().list(new JobTable.Filter(null, null, null, 0, 10));
        tables.jobs().list(new JobTable.Filter(null, 100L, 3L, 0, 10));
        tables.jobs().list(new JobTable.Filter("j", null, null, 0, 10));
        tables.jobs().list(new JobTable.Filter("j", 100L, 3L, 0, 10));

        assertThat(plans()).hasSize(4).allMatch(step -> step.contains(" USING INDEX job_by_"));
        assertThat(offending()).isEmpty();
    }

    /** A run may have a hundred thousand iterations, and each of its tasks asks this of itself. */
    @Test
    void aTaskIsFoundAmongAllTheTaskRunsOfItsRun() {
        tables.taskRuns().lastSuccess(1, "a");
        tables.taskRuns().before(1, "a", 3);

        assertThat(plans()).hasSize(2).allMatch(step -> step.contains("task_run_by_task (run_id=? AND task_key=?"));
    }

    @Test
    void theNewestCommitsOfATaskAreFoundWithoutTheirForerunners() {
        tables.runs().insert(run());
        tables.batches().insert(new BatchRow(BATCH, 7, 1, "a", 3, 50, null, null));
        tables.batches().committed(COMMIT, 3);
        statements.clear();
        assertThat(tables.batches().lastCommits(7, "a")).hasSize(1);

        assertThat(plans())
                .filteredOn(step -> step.startsWith("SEARCH "))
                .hasSize(3)
                .allMatch(step -> step.contains("batch_newest (job_id=? AND task_key=?"));
    }

    @Test
    void aStartDoesNotLookAtWhatHasEnded() {
        tables.fences().take(10);
        statements.clear();
        tables.fences().take(10);
        tables.runs().active();

        assertThat(statements).noneMatch(sql -> sql.contains("task_run"));
        assertThat(offending()).isEmpty();
    }

    private List<String> plans() {
        return List.copyOf(statements).stream()
                .flatMap(sql -> plan(sql).stream())
                .toList();
    }

    private Set<String> written() {
        statements.addAll(handle.getConfig(Prepared.Statements.class).sql());
        return statements;
    }

    /** The plans that look at more rows the more have ended. */
    private List<String> offending() {
        return List.copyOf(written()).stream()
                .flatMap(sql -> plan(sql).stream()
                        .filter(step -> grows(step, sql.contains("LIMIT")))
                        .map(step -> step + " of " + sql))
                .toList();
    }

    private List<String> plan(String sql) {
        String filled = sql.replaceAll(":\\w+(\\.\\w+)?", "?");
        return handle.createQuery("EXPLAIN QUERY PLAN " + filled.replace("?", "NULL"))
                .map(row -> row.getColumn("detail", String.class))
                .list();
    }

    private static boolean grows(String step, boolean paged) {
        boolean reads = step.startsWith("SCAN ") || step.startsWith("SEARCH ");
        boolean byKey = step.startsWith("SEARCH ") && step.contains(" USING ");
        boolean large = LARGE.stream().anyMatch(step::contains);
        boolean small = SMALL.stream().anyMatch(step::contains);
        return reads && !small && !MADE_UP.contains(step) && (large ? !paged : !byKey);
    }

    private static RunRow run() {
        return new RunRow(1, 7, "j", "{}", "/", "{}", null, "{}", "u", null, Origin.ONE_TIME, RunStatus.pending(100));
    }
}
