package io.leat.jobs.ingest;

import static org.apache.spark.sql.functions.col;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.WriteMode;
import io.leat.core.job.IngestTask;
import io.leat.core.job.IngestTask.BadRecords;
import io.leat.core.job.IngestTask.Format;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.Dataset.Kind;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.expression.TaskSql;
import io.leat.jobs.table.Newest;
import io.leat.jobs.table.TargetWrite;
import io.leat.jobs.task.TaskContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the records of a batch of files: those that do not fit first, then those that do. */
final class IngestWrite {
    private final TaskContext context;
    private final IngestTask task;
    private final Discovery discovery;
    private final IngestPlan plan;
    private final IngestCounts counts;
    private final io.leat.core.lineage.Dataset source;

    IngestWrite(TaskContext context, IngestTask task, Discovery discovery, IngestPlan plan, IngestCounts counts) {
        this.context = context;
        this.task = task;
        this.discovery = discovery;
        this.plan = plan;
        this.counts = counts;
        this.source = new io.leat.core.lineage.Dataset(Kind.FILES, discovery.path(), null);
    }

    void write(Batch batch) {
        counts.found(batch.manifest().files());
        Dataset<Row> records = plan.reader().rows(plan.groups());
        Misfits misfits = new Misfits(context, task, plan, source, batch);
        counts.phase("plan_ms");
        context.activity("writing " + batch.table());
        if (batch.mode() == WriteMode.MERGE) {
            merge(batch, records, misfits);
        } else {
            add(batch, records, misfits);
        }
    }

    /** Parses once: what does not fit is counted on the way, and dealt with before the commit. */
    private void add(Batch batch, Dataset<Row> records, Misfits misfits) {
        if (task.onBadRecords() == BadRecords.FAIL && !context.tables().exists(batch.table())) {
            misfits.settle(Tally.of(records).bad()); // before the write makes the empty table
        }
        FittingRecords fitting = new FittingRecords(context.spark());
        boolean allFit = task.source().format() == Format.PARQUET;
        Dataset<Row> rows = allFit ? records.drop(SourceOptions.RAW) : fitting.of(records);
        Commit commit = commit(batch, rows, List.of(), misfits, fitting::bad);
        tell(commit, tally(commit, records, fitting.bad(), misfits.quarantined()), misfits);
    }

    /** From the commits, where every record is in one; records that were dropped are in none. */
    private static Tally tally(Commit commit, Dataset<Row> records, long bad, long quarantined) {
        if (commit.adopted() || commit.rows() == null || (bad > 0 && quarantined == 0)) {
            return Tally.of(records);
        }
        return new Tally(commit.rows() + quarantined, quarantined);
    }

    /** A merge may evaluate its rows more than once, so they are counted before it. */
    private void merge(Batch batch, Dataset<Row> records, Misfits misfits) {
        Tally tally = Tally.of(records);
        misfits.settle(tally.bad());
        Dataset<Row> rows = records.where(col(SourceOptions.RAW).isNull()).drop(SourceOptions.RAW);
        Newest newest = Newest.forMerge(Ingest.TASK, task.keys(), task.orderBy(), rows);
        TaskSql sql = new TaskSql(context.spark(), context.assignment().arguments());
        Commit commit = commit(batch, newest.of(rows, sql), newest.keys(), misfits, () -> 0);
        tell(commit, tally, misfits);
    }

    private Commit commit(Batch batch, Dataset<Row> rows, List<String> keys, Misfits misfits, LongSupplier bad) {
        WriteSpec spec = new WriteSpec(keys, Map.of(), List.of(), task.comment(), Map.of());
        Commit commit = context.tables().write(batch, rows, spec, () -> {
            counts.phase("execute_ms");
            discovery.requireStill(batch.manifest().files());
            misfits.settle(bad.getAsLong());
            context.tables().keepManifest(batch);
        });
        counts.phase("commit_ms");
        return commit;
    }

    private void tell(Commit commit, Tally tally, Misfits misfits) {
        misfits.settle(tally.bad()); // again when the commit is an earlier attempt's, whose quarantine is to be told
        context.committed(commit);
        List<ColumnLineage> columns = Arrays.stream(plan.columns().fieldNames())
                .map(name -> new ColumnLineage(name, List.of(new ColumnLineage.Source(source.name(), name))))
                .toList();
        io.leat.core.lineage.Dataset output =
                new io.leat.core.lineage.Dataset(Kind.TABLE, commit.table(), commit.version());
        context.lineage(new Lineage(output, List.of(source), columns));
        context.log(TargetWrite.line(commit));
        long loaded = commit.rows() == null ? tally.good() : commit.rows();
        counts.tell(tally.read(), loaded, misfits.quarantined());
    }
}
