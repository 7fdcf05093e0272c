package io.leat.jobs.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.connectors.delta.DeltaTables;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Libraries;
import io.leat.core.json.Json;
import io.leat.jobs.task.DataTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A workspace in a directory: tables, models, and a control plane in memory. Each {@link #run} is a new run of the
 * task; {@link #retry} is the next attempt of the same one.
 */
public final class TestWorkspace {
    private final Path root;
    private final SparkSession spark;
    private String id = "11111111-2222-3333-4444-555555555555";
    private DeltaTables tables;
    private MemoryControlPlane control = new MemoryControlPlane("batch-");
    private MemoryControlPlane copy = control;
    private Libraries libraries = Libraries.NONE;
    private long lastId;

    public TestWorkspace(Path root) {
        this.root = root;
        this.spark = TestSpark.session(warehouse());
        this.tables = tables(spark);
    }

    public Path root() {
        return root;
    }

    public SparkSession spark() {
        return spark;
    }

    public DeltaTables tables() {
        return tables;
    }

    /** Loses the control plane's state, as when {@code state.db} is deleted: what comes now is another workspace. */
    public void loseState() {
        id = UUID.randomUUID().toString();
        tables = tables(spark);
        control = new MemoryControlPlane(id + "-");
    }

    /** Makes a copy of the control plane's state. */
    public void copyState() {
        copy = control.copy(UUID.randomUUID() + "-");
    }

    /** Puts the copy in the place of the state. */
    public void restoreState() {
        control = copy;
    }

    /** Gives these to all task runs from now on. */
    public void give(Libraries given) {
        libraries = given;
    }

    /** How often the control plane was told what a table's log says. */
    public int logReadings() {
        return control.readings();
    }

    /** The rows of a table now. */
    public Dataset<Row> rows(String table) {
        return tables.read(tables.pin(table));
    }

    public RecordingContext run(DataTask task, String kind, Object body) throws InterruptedException {
        return run(task, kind, body, Map.of());
    }

    /**
     * Runs a task to its end; its key is its kind.
     *
     * @param body JSON text, in which the order of columns stays, or a body's record
     */
    public RecordingContext run(DataTask task, String kind, Object body, Map<String, String> arguments)
            throws InterruptedException {
        RecordingContext context = context(kind, body, arguments);
        task.run(context);
        return context;
    }

    /** What a first attempt of a new run sees. */
    public RecordingContext context(String kind, Object body, Map<String, String> arguments) {
        long runId = ++lastId;
        return context(runId, 0, kind, body, arguments);
    }

    /** Runs the next attempt of the run that {@code before} was an attempt of. */
    public RecordingContext retry(DataTask task, RecordingContext before) throws InterruptedException {
        Assignment was = before.assignment();
        RecordingContext context =
                context(was.runId(), was.attemptNumber() + 1, was.kind(), was.body(), was.arguments());
        task.run(context);
        return context;
    }

    /** Repairs the run that {@code before} was an attempt of, as one whose task had succeeded, or has this body now. */
    public RecordingContext repair(DataTask task, RecordingContext before, Object body) throws InterruptedException {
        RecordingContext context = repairing(before, body);
        task.run(context);
        return context;
    }

    /** What the first attempt of such a repair sees. */
    public RecordingContext repairing(RecordingContext before, Object body) {
        Assignment was = before.assignment();
        control.repair(was.runId(), was.taskKey(), tables);
        return context(was.runId(), was.attemptNumber() + 1, was.kind(), body, was.arguments());
    }

    private RecordingContext context(long runId, int attempt, String kind, Object body, Map<String, String> arguments) {
        SparkSession session = TestSpark.session(warehouse());
        DeltaTables own = tables(session);
        control.settleOthers(runId, kind, own);
        Assignment assignment = new Assignment(
                ++lastId,
                runId,
                1,
                "test",
                kind,
                attempt,
                lastId,
                kind,
                body instanceof String text ? Json.read(text, ObjectNode.class) : Json.tree(body),
                arguments,
                root.toString(),
                Map.of(),
                libraries,
                List.of(),
                List.of(),
                control.batches(runId, kind),
                control.replaced(runId, kind),
                control.lastCommits(kind));
        return new RecordingContext(assignment, session, own, control, root);
    }

    private DeltaTables tables(SparkSession session) {
        return new DeltaTables(session, warehouse().toString(), id);
    }

    private Path warehouse() {
        return root.resolve("warehouse");
    }
}
