package io.leat.connectors.delta;

import io.delta.tables.DeltaMergeBuilder;
import io.delta.tables.DeltaTable;
import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Settled;
import io.leat.core.batch.WriteMode;
import io.leat.core.crash.CrashPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** One batch on its way into one table. */
final class BatchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final SparkSession spark;
    private final TableLog log;
    private final Batch batch;
    private final String id;
    private final Replaced replaced;
    private final Dataset<Row> rows;
    private final WriteSpec spec;
    private final Runnable beforeCommit;

    BatchWriter(
            SparkSession spark,
            TableLog log,
            Batch batch,
            String workspaceId,
            Dataset<Row> rows,
            WriteSpec spec,
            Runnable beforeCommit) {
        this.spark = spark;
        this.log = log;
        this.batch = batch;
        this.id = batch.transactionId(workspaceId);
        this.replaced = new Replaced(log, batch, workspaceId);
        this.rows = rows;
        this.spec = spec;
        this.beforeCommit = () -> {
            beforeCommit.run();
            (isTarget() ? CrashPoint.BEFORE_COMMIT : CrashPoint.BEFORE_QUARANTINE_COMMIT).reach();
        };
    }

    Commit write() {
        checkKeys();
        return Conflicts.retried("Writing batch %s to %s".formatted(batch.batchId(), batch.table()), this::attempt);
    }

    private Commit attempt() {
        Snapshot now = log.now();
        if (TransactionIds.contains(now, id)) {
            return adopted(now);
        }

        Snapshot ready = ready(now);
        TransactionWatch watch = watch(ready);
        try {
            watch.during(statement(ready));
        } catch (Exception e) {
            if (watch.committed() == null) {
                throw e;
            }

            LOG.warn("Batch {} is in {}; what was to follow its commit failed", batch.batchId(), batch.table(), e);
        }

        OptimisticTransaction committed = watch.committed();
        if (committed == null) {
            beforeCommit.run();
            committed = IdCommit.written(log, batch, id);
        }

        if (isTarget()) {
            CrashPoint.AFTER_COMMIT.reach();
        }

        return Commits.made(batch, committed);
    }

    private boolean isTarget() {
        return batch.statement().equals(Batch.TARGET);
    }

    private Commit adopted(Snapshot now) {
        Settled settled = new BatchLookup(log, batch.batchId(), id).held(batch, now);
        if (settled.state() == BatchState.BURNT) {
            throw TableErrors.superseded(batch);
        }

        return Objects.requireNonNull(settled.commit());
    }

    /** The table as the statement will find it: made, if it was not there, and with the rules asked for. */
    private Snapshot ready(Snapshot now) {
        if (!TableLog.hasColumns(now)) {
            return created();
        }

        return batch.replacesAll() ? now : new Rules(spark, log).ensured(now, spec);
    }

    /** The empty table, before any data file: files left without a log would block its creation later. */
    private Snapshot created() {
        StructType columns = Rows.columns(batch.table(), rows.schema());
        OptimisticTransaction transaction = log.commit(List.of(), started -> {
            if (TableLog.hasColumns(started.snapshot())) {
                throw new TableMoved("another writer made the table");
            }

            Metadata fresh = TableShape.fresh(started.metadata(), columns);
            Metadata shape = TableShape.of(batch.table(), fresh, columns, spec);
            TableShape.checkConstraints(spark, batch.table(), shape);
            started.updateMetadata(shape, false);
            return new DeltaOperations.CreateTable(started.metadata(), true, false, Option.empty());
        });
        CrashPoint.TABLE_CREATED.reach();
        return TableLog.after(transaction);
    }

    /** Into an empty table every mode only adds, which costs the least; the transaction sees that it is still empty. */
    private TransactionWatch watch(Snapshot ready) {
        boolean empty = TableLog.isEmpty(ready);
        return new TransactionWatch(log.delta().dataPath(), id, beforeCommit, transaction -> {
            if (empty && batch.mode() != WriteMode.APPEND && batch.slice() == null) {
                checkStillEmpty(transaction);
            }

            if (batch.replacesAll()) {
                reshape(transaction);
            } else if (!TableShape.same(ready.metadata(), transaction.metadata())) {
                throw new TableMoved("its columns or rules were changed");
            }
        });
    }

    private static void checkStillEmpty(OptimisticTransaction transaction) {
        if (!TableLog.isEmpty(transaction.snapshot())) {
            throw new TableMoved("another writer added rows");
        }

        transaction.readWholeTable();
    }

    /** An overwrite may change columns, and old rows cannot break new rules: one commit does both. */
    private void reshape(OptimisticTransaction transaction) {
        Metadata before = transaction.metadata();
        StructType columns = Rows.columns(batch.table(), rows.schema());
        Metadata after = TableShape.of(batch.table(), before, columns, spec);
        if (!TableShape.same(before, after)) {
            TableShape.checkConstraints(spark, batch.table(), after);
            transaction.updateMetadata(after, false);
        }
    }

    private Runnable statement(Snapshot ready) {
        if (batch.replacesAll()) {
            return save(rows, TableLog.isEmpty(ready) ? SaveMode.Append : SaveMode.Overwrite, Map.of());
        }

        Dataset<Row> fitted = Rows.fitted(batch.table(), rows, ready.schema());
        if (batch.slice() != null) {
            String condition = SliceCondition.of(batch.slice(), batch.table(), ready.schema());
            return save(fitted, SaveMode.Overwrite, Map.of("replaceWhere", condition));
        }

        if (batch.mode() == WriteMode.MERGE && !TableLog.isEmpty(ready)) {
            return merge(fitted);
        }

        return replaced.isNothing() ? save(fitted, SaveMode.Append, Map.of()) : replace(fitted);
    }

    /** Adds the rows and takes those of replaced batches away, which no statement of Spark's does in one commit. */
    private Runnable replace(Dataset<Row> fitted) {
        return () -> {
            OptimisticTransaction transaction = log.start();
            List<Action> actions = new ArrayList<>(replaced.removals(transaction));
            actions.addAll(Scala.list(transaction.writeFiles(fitted)));
            transaction.commit(Scala.seq(actions), CommitNote.written(batch).append());
        };
    }

    private Runnable save(Dataset<Row> fitted, SaveMode mode, Map<String, String> options) {
        return () -> fitted.write()
                .format("delta")
                .mode(mode)
                .option("userMetadata", CommitNote.written(batch).json())
                .option("partitionOverwriteMode", "static")
                .options(options)
                .save(log.path());
    }

    private Runnable merge(Dataset<Row> fitted) {
        String condition = spec.keys().stream()
                .map(Rows::quoted)
                .map(key -> "old.%s <=> new.%s".formatted(key, key))
                .collect(Collectors.joining(" AND "));
        Map<String, String> inserted = values(List.of(fitted.columns()));
        Map<String, String> updated = values(Arrays.stream(fitted.columns())
                .filter(column -> !spec.keys().contains(column))
                .toList());
        return () -> SessionSetting.during(
                spark, SessionSetting.USER_METADATA, CommitNote.written(batch).json(), () -> {
                    DeltaMergeBuilder merge =
                            DeltaTable.forPath(spark, log.path()).as("old").merge(fitted.as("new"), condition);
                    DeltaMergeBuilder matched =
                            updated.isEmpty() ? merge : merge.whenMatched().updateExpr(updated);
                    return matched.whenNotMatched().insertExpr(inserted).execute();
                });
    }

    private static Map<String, String> values(List<String> columns) {
        Map<String, String> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(Rows.quoted(column), "new." + Rows.quoted(column)));
        return values;
    }

    private void checkKeys() {
        if (batch.mode() == WriteMode.MERGE && spec.keys().isEmpty()) {
            throw TableErrors.invalid("Merging into %s needs keys: the columns that identify a row.", batch.table());
        }

        List<String> columns = List.of(rows.columns());
        for (String key : spec.keys()) {
            if (!columns.contains(key)) {
                throw TableErrors.noSuchColumn("keys of table " + batch.table(), key, columns);
            }
        }
    }
}
