package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.connectors.delta.DeltaTables;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Listing;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.LogAnswer;
import io.leat.core.cluster.LogReading;
import io.leat.core.cluster.Lookup;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Minted;
import io.leat.core.cluster.ModelReport;
import io.leat.core.cluster.Protocol;
import io.leat.core.crash.CrashPoint;
import io.leat.core.lineage.Lineage;
import io.leat.core.value.TaskValues;
import io.leat.jobs.task.TaskContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** One task run's session, tables and way to the control plane. */
final class TaskRunContext implements TaskContext {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    /** The statement of a batch that stands for a model, which is in no table. */
    private static final String MODEL = "model";

    private final Assignment assignment;
    private final SparkSession spark;
    private final DeltaTables tables;
    private final AgentSettings settings;
    private final Events events;
    private final Outbox outbox;
    private final ControlPlane controlPlane;
    private final DriverLog driverLog;
    private final TaskRunFolders folders;
    private final Map<String, JsonNode> values = new ConcurrentHashMap<>();
    private volatile @Nullable ObjectNode output;
    private volatile String activity = "";
    private volatile long done;
    private volatile long total;

    TaskRunContext(Assignment assignment, SparkSession spark, Events events, TaskRunFolders folders, Driver driver) {
        this.assignment = assignment;
        this.spark = spark;
        this.settings = driver.settings();
        this.tables = new DeltaTables(spark, settings.warehouse(), settings.workspaceId());
        this.events = events;
        this.outbox = driver.outbox();
        this.controlPlane = driver.controlPlane();
        this.driverLog = driver.driverLog();
        this.folders = folders;
    }

    @Override
    public Assignment assignment() {
        return assignment;
    }

    @Override
    public SparkSession spark() {
        return spark;
    }

    @Override
    public DeltaTables tables() {
        return tables;
    }

    @Override
    public String resolve(String path) {
        if (path.startsWith("/") || SCHEME.matcher(path).matches()) {
            return path;
        }

        String base = assignment.baseDir();
        if (SCHEME.matcher(base).matches()) {
            return base.endsWith("/") ? base + path : base + "/" + path;
        }

        return Path.of(base).resolve(path).normalize().toString();
    }

    @Override
    public String modelsDir() {
        return settings.models();
    }

    @Override
    public void activity(String words) {
        activity = words;
        events.progress(words, done, total);
    }

    /** How far Spark is with the task's jobs. */
    void progress(long doneNow, long totalNow) {
        done = doneNow;
        total = totalNow;
        events.progress(activity, doneNow, totalNow);
    }

    @Override
    public void log(String line) {
        events.log(line);
    }

    @Override
    public ListingAnswer listing(String table, @Nullable TablePin at, List<SourceFile> files)
            throws InterruptedException {
        outbox.flush();
        Listing listing =
                new Listing(settings.driverId(), assignment.taskRunId(), assignment.fence(), table, at, files);
        return controlPlane.ask(Protocol.LISTING, listing, ListingAnswer.class);
    }

    @Override
    public List<HeldBatch> logRead(LogPart part) throws InterruptedException {
        outbox.flush();
        LogReading reading = new LogReading(settings.driverId(), assignment.taskRunId(), assignment.fence(), part);
        return controlPlane.ask(Protocol.LOG, reading, LogAnswer.class).unknown();
    }

    @Override
    public Minted mint(
            String statement, String table, WriteMode mode, @Nullable Slice slice, Manifest manifest, String codeHash)
            throws InterruptedException {
        outbox.flush();
        MintRequest request = new MintRequest(
                settings.driverId(),
                assignment.taskRunId(),
                assignment.fence(),
                statement,
                table,
                mode,
                slice,
                manifest,
                codeHash);
        Minted minted = controlPlane.ask(Protocol.MINT, request, Minted.class);
        settle(minted.settle());
        CrashPoint.AFTER_MANIFEST.reach();
        return minted;
    }

    /** Finds out about each batch whether its table holds it, or sees to it that the table never will. */
    void settle(List<Batch> batches) throws InterruptedException {
        for (Batch batch : batches) {
            if (!batch.statement().equals(MODEL)) {
                events.settled(tables.settle(batch));
            }

            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public void committed(Commit commit) {
        events.committed(commit);
    }

    @Override
    public void lineage(Lineage lineage) {
        events.lineage(lineage);
    }

    @Override
    public void counts(Map<String, Long> counts) {
        events.counts(counts);
    }

    @Override
    public void model(ModelReport model) {
        events.model(model);
    }

    @Override
    public synchronized void value(String name, JsonNode value) {
        Map<String, JsonNode> all = new HashMap<>(values);
        all.put(name, value);
        TaskValues.check(0, all);
        values.put(name, value);
    }

    @Override
    public void output(ObjectNode left) {
        output = left;
    }

    @Override
    public Optional<JsonNode> valueOf(String taskKey, String name) throws InterruptedException {
        return lookUp(Lookup.Kind.TASK_VALUE, taskKey, name);
    }

    @Override
    public Optional<String> secret(String scope, String key) throws InterruptedException {
        Optional<String> secret = lookUp(Lookup.Kind.SECRET, scope, key).map(JsonNode::asText);
        secret.ifPresent(value -> {
            events.hide(value);
            driverLog.redact(List.of(value));
        });
        return secret;
    }

    private Optional<JsonNode> lookUp(Lookup.Kind kind, String from, String name) throws InterruptedException {
        Lookup lookup = new Lookup(settings.driverId(), assignment.taskRunId(), assignment.fence(), kind, from, name);
        return Optional.ofNullable(
                controlPlane.ask(Protocol.LOOKUP, lookup, Lookup.Found.class).value());
    }

    @Override
    public Path scratch() {
        return folders.scratch();
    }

    @Override
    public Path artifacts() {
        return folders.artifacts();
    }

    /** How a task run ends that did what it was told. */
    Finish success() {
        return new Finish(Outcome.SUCCESS, "", null, values.isEmpty() ? null : Map.copyOf(values), output);
    }

    /** How a task run ends that failed after this much. */
    Finish with(Finish failure) {
        return new Finish(failure.outcome(), failure.message(), failure.trace(), null, output);
    }
}
