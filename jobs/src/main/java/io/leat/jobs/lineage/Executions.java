package io.leat.jobs.lineage;

import io.leat.connectors.delta.CommitWatch;
import io.leat.connectors.delta.CommitWatch.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what belongs to one statement: Spark tells of executions within executions, of which the innermost
 * read the tables, the outermost is the user's command, and one between them may be what a stream's batch writes.
 *
 * <p>This is below {@code QueryExecutionListener}, which gets the same plans from the same events but not the id of the
 * execution, by which a commit is known to be its own, and not those of sessions that the code makes for itself.
 */
final class Executions extends SparkListener {
    private final Owner owner;
    private final Places places;
    private final CommitWatch watch;
    private final Told told;
    private final long since = System.currentTimeMillis(); // Spark may still have to tell of what was before
    private final Map<Long, Begun> begun = new HashMap<>();
    private final Map<Long, Statement> statements = new HashMap<>();

    /** Whose executions count. */
    interface Owner {
        boolean owns(QueryExecution execution, @Nullable String jobGroup);
    }

    /** Where it goes. */
    interface Told {
        /** A command that writes has ended well; {@code scans} are those of its whole statement. */
        void ended(Ended command, Scans scans);
    }

    /**
     * An execution that ended well.
     *
     * @param id Spark's
     * @param commits null when nobody watched
     * @param from when it began, in epoch milliseconds
     * @param to when it ended, in epoch milliseconds
     */
    record Ended(
            long id, QueryExecution execution, @Nullable List<Seen> commits, long from, long to) {}

    private record Begun(long root, long at, @Nullable String jobGroup) {}

    private static final class Statement {
        private final Scans scans;
        private final List<Ended> within = new ArrayList<>();

        Statement(Scans scans) {
            this.scans = scans;
        }

        void add(Ended ended) {
            scans.add(ended.execution().optimizedPlan());
            within.add(ended);
        }
    }

    Executions(Owner owner, Places places, CommitWatch watch, Told told) {
        this.owner = owner;
        this.places = places;
        this.watch = watch;
        this.told = told;
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof SparkListenerSQLExecutionStart start && start.time() >= since) {
            long root = start.rootExecutionId().isDefined()
                    ? ((Number) start.rootExecutionId().get()).longValue()
                    : start.executionId();
            String group = start.jobGroupId().isDefined() ? start.jobGroupId().get() : null;
            begun.put(start.executionId(), new Begun(root, start.time(), group));
        } else if (event instanceof SparkListenerSQLExecutionEnd end) {
            ended(end);
        }
    }

    private void ended(SparkListenerSQLExecutionEnd end) {
        long id = end.executionId();
        List<Seen> commits = watch.take(id);
        Begun known = begun.remove(id);
        if (known == null) {
            return; // it began before the watch
        }

        long root = known.root();
        Statement statement = statements.computeIfAbsent(root, r -> new Statement(new Scans(places)));
        boolean well = end.executionFailure().isEmpty()
                && (end.errorMessage().isEmpty() || end.errorMessage().get().isEmpty());
        QueryExecution execution = end.qe();
        if (well && execution != null && owner.owns(execution, known.jobGroup())) {
            statement.add(new Ended(id, execution, commits, known.at(), end.time()));
        }

        if (id == root) {
            statements.remove(root);
            tell(statement, root);
        }
    }

    /** The outermost command alone, if it is one that writes; else those within it. */
    private void tell(Statement statement, long outermost) {
        List<Ended> writes = statement.within.stream()
                .filter(ended -> new WriteCommands(places).of(ended.execution().analyzed()) != null)
                .toList();
        boolean whole = writes.stream().anyMatch(ended -> ended.id() == outermost);
        for (Ended ended : writes) {
            if (!whole || ended.id() == outermost) {
                told.ended(ended, statement.scans);
            }
        }
    }
}
