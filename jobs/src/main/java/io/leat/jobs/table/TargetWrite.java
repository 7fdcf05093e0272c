package io.leat.jobs.table;

import io.leat.connectors.delta.WriteSpec;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Assignment;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.Dataset.Kind;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.task.TaskContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The one batch of a task that makes a table from tables: minted with the versions it reads, written, and told with
 * its lineage, its rows and the time it took.
 */
public final class TargetWrite {
    private final TaskContext context;
    private final long began;
    private final Batch batch;
    private final PinnedInputs inputs;

    private TargetWrite(TaskContext context, long began, Batch batch) {
        this.context = context;
        this.began = began;
        this.batch = batch;
        this.inputs = new PinnedInputs(context, batch.manifest().pins());
    }

    /**
     * Mints the batch. An attempt after the first gets the batch of the first, with the versions pinned then.
     *
     * @param slice what is replaced in mode overwrite; null for the whole table
     */
    public static TargetWrite begin(
            TaskContext context, String target, WriteMode mode, @Nullable Slice slice, Collection<String> tables)
            throws InterruptedException {
        long began = System.nanoTime();
        context.activity("planning");
        Manifest proposed = earlier(context.assignment(), target);
        if (proposed == null) {
            List<TablePin> pins = new ArrayList<>();
            for (String table : new LinkedHashSet<>(tables)) {
                pins.add(context.tables().pin(table));
            }
            proposed = Manifest.ofTables(pins);
        }
        Batch batch = context.mint(
                        Batch.TARGET,
                        target,
                        mode,
                        slice,
                        proposed,
                        context.assignment().codeHash())
                .batch();
        tellLeft(context, batch);
        return new TargetWrite(context, began, batch);
    }

    /** What a repair of other code or parameters does not take away. */
    private static void tellLeft(TaskContext context, Batch batch) {
        Slice slice = batch.slice();
        for (Batch old : context.assignment().replaced()) {
            boolean same =
                    old.statement().equals(batch.statement()) && old.table().equals(batch.table());
            if (slice != null && same && !slice.equals(old.slice())) {
                context.log(
                        "This writes %s of %s; what this run wrote before to %s stays where it is not in that slice."
                                .formatted(
                                        slice.text(),
                                        batch.table(),
                                        old.slice() == null
                                                ? "the table"
                                                : old.slice().text()));
            }
        }
    }

    private static @Nullable Manifest earlier(Assignment assignment, String target) {
        for (Batch batch : assignment.batches()) {
            if (batch.statement().equals(Batch.TARGET) && batch.table().equals(target)) {
                return batch.manifest();
            }
        }
        return null;
    }

    public PinnedInputs inputs() {
        return inputs;
    }

    /** Writes the rows and tells everything about it. */
    public Commit write(Dataset<Row> rows, WriteSpec spec) {
        List<ColumnLineage> columns = inputs.lineage().columns(rows);
        long planned = System.nanoTime();
        context.activity("writing " + batch.table());
        AtomicLong executed = new AtomicLong(planned);
        Commit commit = context.tables().write(batch, rows, spec, () -> executed.set(System.nanoTime()));
        long written = System.nanoTime();
        context.committed(commit);
        io.leat.core.lineage.Dataset output =
                new io.leat.core.lineage.Dataset(Kind.TABLE, commit.table(), commit.version());
        context.lineage(new Lineage(output, inputs.datasets(), columns));
        context.log(line(commit));
        Map<String, Long> counts = new LinkedHashMap<>();
        if (commit.rows() != null) {
            counts.put("written", commit.rows());
        }
        counts.put("plan_ms", millis(began, planned));
        counts.put("execute_ms", millis(planned, executed.get()));
        counts.put("commit_ms", millis(executed.get(), written));
        counts.put("write_ms", millis(planned, written));
        context.counts(counts);
        return commit;
    }

    /** What a commit did, for the log. */
    public static String line(Commit commit) {
        String rows = commit.rows() == null ? "Its rows" : String.format(Locale.ROOT, "%,d rows", commit.rows());
        String how = commit.adopted() ? "were already in" : "written to";
        return "%s %s %s, version %d.".formatted(rows, how, commit.table(), commit.version());
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }
}
