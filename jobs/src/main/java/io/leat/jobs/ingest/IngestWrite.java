package io.leat.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.WriteMode;
import io.leat.core.job.IngestTask;
import io.leat.core.job.IngestTask.BadRecords;
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
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes a batch of files: the records that do not fit first, then those that do. */
final class IngestWrite {
    private final TaskContext context;
    private final IngestTask task;
    private final String path;
    private final IngestPlan plan;
    private final IngestCounts counts;

    IngestWrite(TaskContext context, IngestTask task, String path, IngestPlan plan, IngestCounts counts) {
        this.context = context;
        this.task = task;
        this.path = path;
        this.plan = plan;
        this.counts = counts;
    }

    void write(Batch batch) throws InterruptedException {
        Dataset<Row> records = plan.reader().rows(plan.groups());
        counts.phase("plan_ms");
        context.activity("checking records");
        Row found = records.agg(count(lit(1)), count(col(SourceOptions.RAW))).first();
        long read = found.getLong(0);
        long bad = found.getLong(1);
        BadRecords onBad = Objects.requireNonNullElse(task.onBadRecords(), BadRecords.QUARANTINE);
        long quarantined = 0;
        if (bad > 0) {
            switch (onBad) {
                case FAIL -> throw firstBad(bad);
                case QUARANTINE -> quarantined = quarantine(batch, bad);
                case DROP -> context.log("%d records do not fit the schema; they are dropped.".formatted(bad));
            }
        }
        Commit commit = target(batch, records);
        counts.phase("write_ms");
        long loaded = commit.rows() == null ? read - bad : commit.rows();
        counts.tell(loaded, quarantined, read - quarantined - loaded);
    }

    private Commit target(Batch batch, Dataset<Row> records) {
        context.activity("writing " + batch.table());
        Dataset<Row> rows = records.where(col(SourceOptions.RAW).isNull()).drop(SourceOptions.RAW);
        List<String> keys = List.of();
        if (batch.mode() == WriteMode.MERGE) {
            Newest newest = Newest.forMerge(Ingest.TASK, task.keys(), task.orderBy(), rows);
            keys = newest.keys();
            rows = newest.of(
                    rows, new TaskSql(context.spark(), context.assignment().arguments()));
        }
        Commit commit =
                context.tables().write(batch, rows, new WriteSpec(keys, Map.of(), List.of(), task.comment(), Map.of()));
        context.committed(commit);
        tellLineage(commit);
        context.log(TargetWrite.line(commit));
        return commit;
    }

    private long quarantine(Batch batch, long bad) throws InterruptedException {
        String table = Objects.requireNonNullElse(task.quarantine(), task.target() + "_quarantine");
        if (table.equals(task.target())) {
            throw IngestErrors.sameTable(table);
        }
        context.activity("writing " + table);
        Batch quarantine = context.mint(
                        Batch.QUARANTINE, table, WriteMode.APPEND, batch.manifest(), batch.codeHash())
                .batch();
        Dataset<Row> rows = BadRows.quarantined(
                plan.badRows().of(plan.groups()), context.assignment().runId(), batch.batchId());
        Commit commit = context.tables().write(quarantine, rows, WriteSpec.plain());
        context.committed(commit);
        context.lineage(new Lineage(output(commit), List.of(source()), List.of()));
        context.log(TargetWrite.line(commit));
        return commit.rows() == null ? bad : commit.rows();
    }

    private RuntimeException firstBad(long bad) {
        Row first = plan.badRows().of(plan.groups()).orderBy("_source").first();
        return IngestErrors.badRecord(bad, first.getString(0), first.getString(1), first.getString(2));
    }

    private void tellLineage(Commit commit) {
        List<ColumnLineage> columns = Arrays.stream(plan.columns().fieldNames())
                .map(name -> new ColumnLineage(name, List.of(new ColumnLineage.Source(path, name))))
                .toList();
        context.lineage(new Lineage(output(commit), List.of(source()), columns));
    }

    private static io.leat.core.lineage.Dataset output(Commit commit) {
        return new io.leat.core.lineage.Dataset(Kind.TABLE, commit.table(), commit.version());
    }

    private io.leat.core.lineage.Dataset source() {
        return new io.leat.core.lineage.Dataset(Kind.FILES, path, null);
    }
}
