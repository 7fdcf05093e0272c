package io.leat.jobs.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.connectors.delta.DeltaTables;
import io.leat.core.batch.Commit;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.LogPart;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.TablePin;
import io.leat.core.batch.WriteMode;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.cluster.Minted;
import io.leat.core.cluster.ModelReport;
import io.leat.core.lineage.Lineage;
import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A task run's context that keeps all it is told. */
public final class RecordingContext implements TaskContext {
    private final Assignment assignment;
    private final SparkSession spark;
    private final DeltaTables tables;
    private final MemoryControlPlane control;
    private final Path root;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final List<String> activities = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final List<Lineage> lineages = new ArrayList<>();
    private final List<ModelReport> models = new ArrayList<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, JsonNode> values = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> earlier = new ConcurrentHashMap<>();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private @Nullable ObjectNode output;
    private @Nullable String crashBefore;

    RecordingContext(
            Assignment assignment, SparkSession spark, DeltaTables tables, MemoryControlPlane control, Path root) {
        this.assignment = assignment;
        this.spark = spark;
        this.tables = tables;
        this.control = control;
        this.root = root;
    }

    /** Makes this attempt die when it is about to tell that a batch of this table is committed. */
    public RecordingContext crashingBeforeCommitted(String table) {
        crashBefore = table;
        return this;
    }

    public List<String> logLines() {
        return List.copyOf(log);
    }

    public List<String> activities() {
        return List.copyOf(activities);
    }

    public List<Commit> commits() {
        return List.copyOf(commits);
    }

    public List<Lineage> lineages() {
        return List.copyOf(lineages);
    }

    public List<ModelReport> models() {
        return List.copyOf(models);
    }

    /** All counts told so far; a later value of a name replaces the earlier one. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
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
        return path.contains(":/") ? path : root.resolve(path).toString();
    }

    @Override
    public String modelsDir() {
        return root.resolve("models").toString();
    }

    @Override
    public void activity(String words) {
        activities.add(words);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public ListingAnswer listing(String table, @Nullable TablePin at, List<SourceFile> files) {
        return control.listing(table, at, files);
    }

    @Override
    public List<HeldBatch> logRead(LogPart part) {
        return control.logRead(part);
    }

    @Override
    public Minted mint(
            String statement, String table, WriteMode mode, @Nullable Slice slice, Manifest manifest, String codeHash) {
        return new Minted(control.mint(assignment, statement, table, mode, slice, manifest, codeHash), List.of());
    }

    @Override
    public void committed(Commit commit) {
        if (commit.table().equals(crashBefore)) {
            throw new IllegalStateException("crashed as the test asked, after the commit of " + crashBefore);
        }
        commits.add(commit);
        control.committed(commit);
    }

    @Override
    public void lineage(Lineage lineage) {
        lineages.add(lineage);
    }

    @Override
    public void counts(Map<String, Long> named) {
        counts.putAll(named);
    }

    @Override
    public void model(ModelReport model) {
        models.add(model);
    }

    /** What was set for later tasks. */
    public Map<String, JsonNode> values() {
        return Map.copyOf(values);
    }

    /** What was left to be looked at; null when nothing was. */
    public @Nullable ObjectNode output() {
        return output;
    }

    /** Secrets that a scope has. */
    public RecordingContext withSecret(String scope, String key, String value) {
        secrets.put(scope + "/" + key, value);
        return this;
    }

    /** What an earlier task has set. */
    public RecordingContext withValue(String taskKey, String name, JsonNode value) {
        earlier.put(taskKey + "/" + name, value);
        return this;
    }

    @Override
    public void value(String name, JsonNode value) {
        values.put(name, value);
    }

    @Override
    public void output(ObjectNode left) {
        output = left;
    }

    @Override
    public Optional<JsonNode> valueOf(String taskKey, String name) {
        return Optional.ofNullable(earlier.get(taskKey + "/" + name));
    }

    @Override
    public Optional<String> secret(String scope, String key) {
        return Optional.ofNullable(secrets.get(scope + "/" + key));
    }

    @Override
    public Path scratch() {
        return made("scratch");
    }

    @Override
    public Path artifacts() {
        return made("artifacts");
    }

    private Path made(String kind) {
        try {
            return Files.createDirectories(root.resolve(kind).resolve(String.valueOf(assignment.taskRunId())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
