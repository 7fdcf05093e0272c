package io.leat.server.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.TableAudit;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobSettings;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.server.rest.DataApi;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.JobTable;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.LineageStore.EdgeRow;
import io.leat.server.store.ModelTable.ModelRow;
import io.leat.server.store.Store;
import io.leat.server.store.TableLogTable.Position;
import io.leat.server.store.TableLogTable.Reader;
import io.leat.server.store.Tables;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What runs made, from the store; what only a table's log knows, from a driver. */
final class Catalog implements DataApi {
    private static final String TARGET_FIELD = "target";
    private static final JobTable.Filter NEWEST = new JobTable.Filter(null, null, null, 0, 20);

    private final Store store;
    private final Function<Query, CompletableFuture<QueryResult>> drivers;
    private final Audits audits;

    Catalog(Store store, Function<Query, CompletableFuture<QueryResult>> drivers, Audits audits) {
        this.store = store;
        this.drivers = drivers;
        this.audits = audits;
    }

    @Override
    public List<TableSummary> tables() {
        return store.read(tables -> tables.batches().tables().stream()
                .map(row -> summary(tables, row))
                .toList());
    }

    private static TableSummary summary(Tables tables, BatchRow row) {
        Commit commit = Objects.requireNonNull(row.commit());
        return new TableSummary(
                commit.table(),
                commit.version(),
                commit.totalRows(),
                commit.bytes(),
                commit.committedAt(),
                jobName(tables, row.jobId()),
                row.taskKey(),
                row.runId(),
                row.committedBy());
    }

    private static String jobName(Tables tables, long jobId) {
        return tables.jobs().find(jobId).map(JobRow::name).orElse("");
    }

    @Override
    public CompletableFuture<TableDetail> table(String name) {
        List<TableVersion> known = store.read(tables -> tables.batches().commits(name).stream()
                .map(row -> version(tables, row))
                .toList());
        Query inspect = new Query(UUID.randomUUID().toString(), Query.Kind.INSPECT, name, 1);
        return drivers.apply(inspect).thenApply(result -> TableDetails.of(name, result, known));
    }

    private static TableVersion version(Tables tables, BatchRow row) {
        Commit commit = Objects.requireNonNull(row.commit());
        Long taskRunId = row.committedBy();
        return new TableVersion(
                commit.version(),
                commit.committedAt(),
                commit.rows(),
                commit.totalRows(),
                row.batch().mode().name(),
                commit.batchId(),
                jobName(tables, row.jobId()),
                row.taskKey(),
                row.runId(),
                taskRunId,
                taskRunId == null
                        ? null
                        : tables.taskRuns()
                                .find(taskRunId)
                                .map(taskRun -> taskRun.attemptNumber())
                                .orElse(null));
    }

    @Override
    public CompletableFuture<TableAudit> audit(String name) {
        return audits.audit(name);
    }

    @Override
    public CompletableFuture<List<Settlement>> settle(String name) {
        return audits.settle(name);
    }

    @Override
    public CompletableFuture<QueryResult> sql(String sql, int limit) {
        return drivers.apply(new Query(UUID.randomUUID().toString(), Query.Kind.SQL, sql, limit));
    }

    @Override
    public LineageOf lineage(String name) {
        List<Edge> up = walk(name, dataset -> store.lineage().writesOf(dataset), Catalog::inputs);
        List<Edge> down = walk(
                name,
                dataset -> store.lineage().madeFrom(dataset),
                edge -> List.of(edge.lineage().output()));
        if (up.isEmpty() && down.isEmpty()) {
            throw new LeatException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "Nothing is known of %s. Tables are named schema.table; 'leat tables' lists them.".formatted(name));
        }

        Dataset dataset = up.isEmpty() ? find(down, name) : up.get(0).output();
        return new LineageOf(dataset, up, down);
    }

    private static Dataset find(List<Edge> edges, String name) {
        return edges.stream()
                .flatMap(edge -> edge.inputs().stream())
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Dataset> inputs(EdgeRow edge) {
        return edge.lineage().inputs();
    }

    private static List<Edge> walk(
            String start, Function<String, List<EdgeRow>> next, Function<EdgeRow, List<Dataset>> further) {
        List<Edge> found = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(start));
        Deque<String> names = new ArrayDeque<>(seen);
        while (!names.isEmpty()) {
            for (EdgeRow row : next.apply(names.remove())) {
                Lineage lineage = row.lineage();
                found.add(new Edge(lineage.output(), lineage.inputs(), row.taskKey(), row.runId(), lineage.observed()));
                further.apply(row).stream().map(Dataset::name).filter(seen::add).forEach(names::add);
            }
        }

        return found;
    }

    @Override
    public Checkpoints checkpoints(String jobNameOrId) {
        return store.read(tables -> {
            JobRow job = find(tables, jobNameOrId)
                    .orElseThrow(() -> new LeatException(
                            ErrorCode.RESOURCE_DOES_NOT_EXIST,
                            "Job %s does not exist. The newest are: %s."
                                    .formatted(
                                            jobNameOrId,
                                            tables.jobs().list(NEWEST).stream()
                                                    .map(JobRow::name)
                                                    .toList())));
            JobSettings settings = Json.read(job.settings(), JobSettings.class);
            List<TaskCheckpoint> tasks = settings.tasks().stream()
                    .map(task -> checkpoint(tables, job, task))
                    .toList();
            return new Checkpoints(job.jobId(), job.name(), tasks);
        });
    }

    private static Optional<JobRow> find(Tables tables, String nameOrId) {
        Optional<JobRow> named = tables.jobs().findByName(nameOrId);
        return named.isPresent() || !nameOrId.matches("\\d{1,18}")
                ? named
                : tables.jobs().find(Long.parseLong(nameOrId));
    }

    private static TaskCheckpoint checkpoint(Tables tables, JobRow job, Task task) {
        List<BatchRow> commits = tables.batches().lastCommits(job.jobId(), task.taskKey());
        Optional<BatchRow> last = commits.stream()
                .filter(row -> !row.batch().statement().equals(Batch.QUARANTINE))
                .findFirst();
        String target =
                task.body().path(TARGET_FIELD).asText(task.body().path("model").asText());
        Position position = tables.tableLogs().position(new Reader(job.jobId(), task.taskKey()), target);
        boolean reads = position.files() > 0;
        Commit commit = last.map(BatchRow::commit).orElse(null);
        return new TaskCheckpoint(
                task.taskKey(),
                task.kind(),
                target,
                reads ? position.files() : null,
                reads ? position.bytes() : null,
                commit == null ? null : commit.rows(),
                commit == null ? null : commit.batchId(),
                commit == null ? null : commit.version(),
                commit == null ? null : commit.committedAt(),
                last.map(row -> row.batch().manifest().pins()).orElse(List.of()),
                commit == null ? null : new Dataset(Dataset.Kind.TABLE, commit.table(), commit.version()));
    }

    @Override
    public List<ModelVersion> models() {
        return store.read(tables -> tables.models().list().stream()
                .map(row ->
                        new ModelVersion(row.version(), row.runId(), row.taskRunId(), row.createdAt(), row.report()))
                .toList());
    }

    /** A registered model as the API shows it. */
    static ObjectNode json(ModelRow row) {
        return Json.tree(row.report())
                .put("version", row.version())
                .put("run_id", row.runId())
                .put("task_run_id", row.taskRunId())
                .put("created_at", row.createdAt());
    }
}
