package io.leat.jobs.lineage;

import io.leat.connectors.delta.CommitWatch;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed.Operation;
import io.leat.jobs.task.TaskContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Sees what foreign code writes through Spark SQL, whatever API or language it uses, and tells the lineage of each
 * write that succeeded. Nothing is guessed: what does not stand in a plan is told to be unseen, and what code does with
 * rows that it takes out of Spark leaves no trace here.
 */
public final class Observer implements AutoCloseable {
    private static final long LONGEST_WAIT_MS = 30_000;

    private final SparkContext context;
    private final CommitWatch watch;
    private final Executions executions;
    private final Runnable stopSitting;
    private final Places places;
    private final Consumer<Lineage> lineage;
    private final Consumer<String> trouble;
    private final Map<Dataset, Lineage> unversioned = new HashMap<>();

    private Observer(SparkSession session, Consumer<Lineage> lineage, Consumer<String> trouble) {
        this.context = session.sparkContext();
        this.lineage = lineage;
        this.trouble = trouble;
        this.places = new Places(session.conf().get("spark.sql.catalog.leat.warehouse", null));
        this.watch = new CommitWatch(context);
        this.executions = new Executions(owner(session), places, watch, this::ended);
        this.stopSitting = Sitting.in(session, watch);
        context.addSparkListener(executions);
    }

    /**
     * Begins to watch a session, of Spark Connect or not. In a driver that the task has for itself every session is
     * watched, in others also those that the calling thread's job group uses.
     *
     * @param lineage is given each write's, on a thread of Spark's
     * @param trouble is given a sentence when a write was seen but could not be understood
     */
    public static Observer of(SparkSession session, Consumer<Lineage> lineage, Consumer<String> trouble) {
        return new Observer(session, lineage, trouble);
    }

    /** Foreign code. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /** Watches until this has been done. */
    public void during(Work work) throws InterruptedException {
        try (this) {
            work.run();
        }
    }

    /** Tells a task's control plane. */
    public static Observer watching(TaskContext context, SparkSession session) {
        return of(session, context::lineage, context::log);
    }

    private static Executions.Owner owner(SparkSession session) {
        SparkContext context = session.sparkContext();
        boolean alone = context.getConf().getBoolean("spark.leat.alone", false);
        String group = context.getLocalProperty("spark.jobGroup.id");
        return (execution, jobGroup) ->
                alone || execution.sparkSession() == session || (group != null && group.equals(jobGroup));
    }

    /** Returns when every write that has ended by now has been told, or could not be for 30 seconds. */
    @Override
    public void close() {
        try {
            if (!context.isStopped()) {
                context.listenerBus().waitUntilEmpty(LONGEST_WAIT_MS);
            }
        } catch (TimeoutException e) {
            trouble.accept(
                    "Spark did not tell of all statements within %d seconds; the lineage of the last ones may be missing."
                            .formatted(LONGEST_WAIT_MS / 1000));
        } finally {
            context.removeSparkListener(executions);
            stopSitting.run();
            watch.close();
        }
    }

    private void ended(Executions.Ended ended, Scans scans) {
        try {
            WriteCommand write = Objects.requireNonNull(
                    new WriteCommands(places).of(ended.execution().analyzed()));
            Commit commit = Commit.of(write, ended, places);
            if (commit.written()) {
                Files files = Files.of(ended.execution());
                Long rows = files == null ? null : Long.valueOf(files.rows());
                tell(new SeenWrite(write, places).lineage(commit.seen(), rows, scans));
            }
        } catch (RuntimeException e) {
            trouble.accept("A write was seen whose lineage cannot be told: %s: %s"
                    .formatted(e.getClass().getSimpleName(), e.getMessage()));
        }
    }

    /** Writes to what has no versions are told as one, which grows. */
    private void tell(Lineage seen) {
        Dataset output = seen.output();
        Lineage all = seen;
        if (output.version() == null) {
            boolean whole = Objects.requireNonNull(seen.observed()).operation() != Operation.APPEND;
            Lineage before = whole ? null : unversioned.get(output);
            all = before == null ? seen : Together.of(before, seen);
            unversioned.put(output, all);
        }
        lineage.accept(all);
    }
}
