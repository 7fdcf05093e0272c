package io.leat.jobs.ingest;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.WriteMode;
import io.leat.core.crash.CrashPoint;
import io.leat.core.job.IngestTask;
import io.leat.core.job.IngestTask.BadRecords;
import io.leat.core.lineage.Dataset.Kind;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.table.TargetWrite;
import io.leat.jobs.task.TaskContext;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What becomes of a batch's records that do not fit. It is decided once, before the target's commit: a quarantine is
 * in its table before the target says that the files are done with.
 */
final class Misfits {
    private final TaskContext context;
    private final IngestTask task;
    private final IngestPlan plan;
    private final io.leat.core.lineage.Dataset source;
    private final Batch target;
    private final Set<String> cleared = new HashSet<>();
    private boolean settled;
    private long quarantined;

    Misfits(TaskContext context, IngestTask task, IngestPlan plan, io.leat.core.lineage.Dataset source, Batch target) {
        this.context = context;
        this.task = task;
        this.plan = plan;
        this.source = source;
        this.target = target;
    }

    long quarantined() {
        return quarantined;
    }

    void settle(long bad) {
        if (settled) {
            return;
        }
        if (bad == 0) {
            clearAll();
            return;
        }
        settled = true;
        switch (Objects.requireNonNullElse(task.onBadRecords(), BadRecords.QUARANTINE)) {
            case FAIL -> throw first(bad);
            case QUARANTINE -> aside(() -> quarantine(bad));
            case DROP -> {
                context.log("%d records do not fit the schema; they are dropped.".formatted(bad));
                clearAll();
            }
        }
    }

    private RuntimeException first(long bad) {
        Row first = plan.badRows().of(plan.groups()).orderBy("_source").first();
        return IngestErrors.badRecord(bad, first.getString(0), first.getString(1), first.getString(2));
    }

    private void quarantine(long bad) throws InterruptedException {
        String table = Objects.requireNonNullElse(task.quarantine(), task.target() + "_quarantine");
        clear(Set.of(table));
        Commit commit = write(table, plan.badRows().of(plan.groups()));
        io.leat.core.lineage.Dataset output =
                new io.leat.core.lineage.Dataset(Kind.TABLE, commit.table(), commit.version());
        context.lineage(new Lineage(output, List.of(source), List.of()));
        context.log(TargetWrite.line(commit));
        quarantined = commit.rows() == null ? bad : commit.rows();
        CrashPoint.BETWEEN_QUARANTINE_AND_TARGET.reach();
    }

    private Commit write(String table, Dataset<Row> bad) throws InterruptedException {
        context.activity("writing " + table);
        Batch batch = context.mint(Batch.QUARANTINE, table, WriteMode.APPEND, target.manifest(), target.codeHash())
                .batch();
        Dataset<Row> rows = BadRows.quarantined(bad, context.assignment().runId(), target.batchId());
        Commit commit = context.tables().write(batch, rows, WriteSpec.plain());
        context.committed(commit);
        return commit;
    }

    private void clearAll() {
        if (!context.assignment().replaced().isEmpty()) {
            aside(() -> clear(Set.of()));
        }
    }

    /** Takes away what earlier executions of the run have quarantined where this one puts nothing in its place. */
    private void clear(Set<String> written) throws InterruptedException {
        Set<String> tables = context.assignment().replaced().stream()
                .filter(batch -> batch.statement().equals(Batch.QUARANTINE))
                .map(Batch::table)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String table : tables) {
            if (!written.contains(table)
                    && !cleared.contains(table)
                    && context.tables().exists(table)) {
                cleared.add(table);
                Commit commit = write(table, BadRows.none(context.spark()));
                context.log("What this run had quarantined in %s before was taken away, version %d."
                        .formatted(table, commit.version()));
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** On a thread of its own: the target's transaction is open on this one, and a thread has one at most. */
    private static void aside(Work work) {
        FutureTask<Void> future = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        Thread thread = new Thread(future, Thread.currentThread().getName() + "-quarantine");
        thread.setDaemon(true);
        thread.start();
        try {
            future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            awaitEnd(thread);
            Thread.currentThread().interrupt();
            throw cancelled(e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    /** A task run is over when nothing of it runs any more. */
    private static void awaitEnd(Thread thread) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                thread.interrupt();
            }
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            return cancelled(thrown);
        }
        return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }

    private static CancellationException cancelled(Throwable cause) {
        CancellationException cancelled = new CancellationException("writing the quarantine was interrupted");
        cancelled.initCause(cause);
        return cancelled;
    }
}
