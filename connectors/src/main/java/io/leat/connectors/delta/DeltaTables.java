package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.HeldBatch.Kept;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.Settled;
import io.leat.core.batch.TablePin;
import io.leat.core.cluster.TableAudit;
import io.leat.core.crash.CrashPoint;
import io.leat.core.error.LeatException;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one workspace, and the one writer of every Delta commit that Leat makes. Each batch is one commit, with
 * one transaction id, whatever is retried, raced or killed around it.
 */
public final class DeltaTables {
    private static final int NEAR = 3;

    private final SparkSession spark;
    private final Warehouse warehouse;
    private final String workspaceId;

    /** The tables under {@code warehouse}, an absolute directory or URI, as {@code spark}'s session sees them. */
    public DeltaTables(SparkSession spark, String warehouse, String workspaceId) {
        this.spark = spark;
        this.warehouse = new Warehouse(warehouse, spark.sparkContext().hadoopConfiguration());
        this.workspaceId = workspaceId;
    }

    /** Where {@code schema.table} lies. */
    public static String path(String warehouse, String table) {
        return TableName.parse(table).under(new Path(warehouse)).toString();
    }

    /** Whether there is such a table, with columns; a batch that was given up may have left one without. */
    public boolean exists(String table) {
        TableName name = TableName.parse(table);
        return inSession(
                () -> warehouse.isTable(name) && TableLog.hasColumns(log(name).now()));
    }

    /** The table's version now. */
    public TablePin pin(String table) {
        TableName name = TableName.parse(table);
        return inSession(() -> {
            Snapshot now = existing(log(name));
            return new TablePin(table, now.metadata().id(), now.version());
        });
    }

    /** As {@link #pin}; empty when there is no such table. */
    public Optional<TablePin> find(String table) {
        TableName name = TableName.parse(table);
        return inSession(() -> {
            Snapshot now = warehouse.isTable(name) ? log(name).now() : null;
            return now != null && TableLog.hasColumns(now)
                    ? Optional.of(new TablePin(table, now.metadata().id(), now.version()))
                    : Optional.empty();
        });
    }

    /** What the log of this table says of batches of files in versions newer than {@code version}. */
    public LogPart logSince(TablePin at, long version) {
        TableLog log = log(TableName.parse(at.table()));
        if (version < 0) {
            TransactionIds.forget(log.delta());
        }

        return inSession(() -> new LogWalk(log, at).since(version));
    }

    /**
     * Keeps beside the table which files a batch is made from, so that the table tells it when the state is lost. For
     * the moment before the batch is committed.
     */
    public void keepManifest(Batch batch) {
        TableLog log = log(TableName.parse(batch.table()));
        inSession(() -> {
            long version = log.delta().unsafeVolatileSnapshot().version();
            new KeptManifests(log.delta()).keep(batch, batch.transactionId(workspaceId), version);
            return version;
        });
    }

    /** What is kept beside the table of a batch that it holds. */
    public Kept kept(String table, HeldBatch batch) {
        TableLog log = log(TableName.parse(table));
        KeptManifests manifests = new KeptManifests(log.delta());
        KeptManifests.KeptManifest kept = inSession(() -> manifests.find(batch.batchId()));
        if (kept == null || !kept.manifest().equals(batch.manifest())) {
            throw TableErrors.manifestGone(table, batch, manifests.file(batch.batchId()));
        }

        return kept.kept();
    }

    /** The rows of exactly the version pinned. */
    public Dataset<Row> read(TablePin pin) {
        TableLog log = log(TableName.parse(pin.table()));
        return inSession(() -> {
            Snapshot now = existing(log);
            if (!now.metadata().id().equals(pin.tableId())) {
                throw TableErrors.otherTable(pin, now.metadata().id());
            }

            try {
                return spark.read()
                        .format("delta")
                        .option("versionAsOf", pin.version())
                        .load(log.path());
            } catch (Exception e) {
                throw TableErrors.versionGone(pin, e);
            }
        });
    }

    /** The commit that brought the batch into its table, if one did and the table still holds it. */
    public Optional<Commit> committed(Batch batch) {
        TableLog log = log(TableName.parse(batch.table()));
        String id = batch.transactionId(workspaceId);
        return inSession(() -> {
            Snapshot now = log.now();
            return TransactionIds.contains(now, id)
                    ? Optional.ofNullable(new BatchLookup(log, batch.batchId(), id)
                            .held(batch, now)
                            .commit())
                    : Optional.empty();
        });
    }

    /** Finds the batch in its table, or burns its id there, so that its end is known either way. */
    public Settled settle(Batch batch) {
        TableLog log = log(TableName.parse(batch.table()));
        String id = batch.transactionId(workspaceId);
        String what = "Settling batch %s in %s".formatted(batch.batchId(), batch.table());
        return inSession(() -> Conflicts.retried(what, () -> {
            Snapshot now = log.now();
            if (TransactionIds.contains(now, id)) {
                return new BatchLookup(log, batch.batchId(), id).settled(batch, now);
            }

            Settled old = new ForgottenIds(log, batch, id).settled(now);
            if (old != null) {
                return old;
            }

            CrashPoint.BEFORE_BURN.reach();
            IdCommit.burnt(log, batch, id);
            CrashPoint.AFTER_BURN.reach();
            return new Settled(batch.batchId(), BatchState.BURNT, null);
        }));
    }

    /**
     * Writes the batch in one commit, or finds the commit that an earlier attempt made. The commit of an append takes
     * the rows of the batches away that it replaces; these must be settled.
     */
    public Commit write(Batch batch, Dataset<Row> rows, WriteSpec spec) {
        return write(batch, rows, spec, () -> {});
    }

    /**
     * As {@link #write(Batch, Dataset, WriteSpec)}.
     *
     * @param beforeCommit runs when the rows are in files and nothing of them can be seen yet; what it throws ends the
     *     write. It runs again when the write lost a race and is tried again, and not at all when a commit is found.
     *     On its thread a transaction is open: it must write other tables from another.
     */
    public Commit write(Batch batch, Dataset<Row> rows, WriteSpec spec, Runnable beforeCommit) {
        TableName name = TableName.parse(batch.table());
        try {
            return inSession(
                    () -> new BatchWriter(spark, log(name), batch, workspaceId, rows, spec, beforeCommit).write());
        } catch (LeatException e) {
            throw e;
        } catch (Exception e) {
            throw Failures.ofWrite(batch, warehouse, spec.keys(), e);
        }
    }

    public TableDescription inspect(String table) {
        TableLog log = log(TableName.parse(table));
        return inSession(() -> Inspection.of(log, existing(log)));
    }

    /** What the table's log knows of this workspace's batches, and what lies in its directory unused. */
    public TableAudit audit(String table) {
        TableName name = TableName.parse(table);
        return inSession(() -> warehouse.isTable(name)
                ? Audit.of(log(name), Batch.transactionId(workspaceId, ""))
                : TableAudit.absent(table));
    }

    private Snapshot existing(TableLog log) {
        Snapshot now = log.now();
        if (!TableLog.hasColumns(now)) {
            throw TableErrors.notFound(log.name(), nearest(log.name()));
        }

        return now;
    }

    private @Nullable TableName nearest(TableName name) {
        return warehouse.tables().stream()
                .filter(other -> !other.equals(name) && distance(name, other) <= NEAR)
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .orElse(null);
    }

    private static int distance(TableName one, TableName other) {
        return UTF8String.fromString(one.toString()).levenshteinDistance(UTF8String.fromString(other.toString()));
    }

    private TableLog log(TableName name) {
        return inSession(() -> new TableLog(spark, name, warehouse.directory(name)));
    }

    private <T> T inSession(Supplier<T> action) {
        return SessionSetting.inSession(spark, action);
    }
}
