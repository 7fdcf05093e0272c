package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.IntNode;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.TablePin;
import io.leat.core.cluster.ModelReport;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.TableAudit;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.lineage.Dataset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One table, one model. */
final class DataStandIn implements DataApi {
    private static final QueryResult.Column COLUMN = new QueryResult.Column("n", "int", true, null);
    private static final Dataset TABLE = new Dataset(Dataset.Kind.TABLE, "gold.b", 3L);

    @Override
    public List<TableSummary> tables() {
        return List.of(new TableSummary("gold.b", 3, 10L, null, 1_790_000_000_000L, "nightly", "b", 5001L, 5003L));
    }

    @Override
    public CompletableFuture<TableDetail> table(String name) {
        if (!name.equals("gold.b")) {
            return CompletableFuture.failedFuture(new LeatException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "Table %s does not exist. The nearest name is gold.b.".formatted(name)));
        }

        return CompletableFuture.completedFuture(new TableDetail(name, List.of(COLUMN), null, List.of()));
    }

    @Override
    public CompletableFuture<TableAudit> audit(String name) {
        TableAudit.Write write = new TableAudit.Write("b-1", 3, false, 10L, 4L);
        return CompletableFuture.completedFuture(
                new TableAudit(name, "t-1", 4, 0, 5, List.of("b-1"), List.of(write), 1, 1024));
    }

    @Override
    public CompletableFuture<List<Settlement>> settle(String name) {
        return CompletableFuture.completedFuture(List.of(
                new Settlement("b-1", BatchState.COMMITTED, null),
                new Settlement("b-2", BatchState.MINTED, name + " cannot be read")));
    }

    @Override
    public CompletableFuture<QueryResult> sql(String sql, int limit) {
        return CompletableFuture.completedFuture(
                new QueryResult("d-1", "q-1", List.of(COLUMN), List.of(List.of(IntNode.valueOf(limit))), false, null));
    }

    @Override
    public LineageOf lineage(String name) {
        throw new IllegalStateException("no lineage of " + name + ", and this text is the log's alone");
    }

    @Override
    public Checkpoints checkpoints(String jobNameOrId) {
        return new Checkpoints(
                101,
                jobNameOrId,
                List.of(new TaskCheckpoint(
                        "b", "persist_task", "gold.b", null, null, 10L, "b-1", 3L, 5L, List.of(), TABLE)));
    }

    @Override
    public List<ModelVersion> models() {
        ModelReport report = new ModelReport(
                "m-1",
                "churn",
                "logistic_regression",
                "/models/churn/1",
                Map.of("auc", 0.7),
                Map.of(),
                List.of("n"),
                "label",
                new TablePin("gold.b", "t-1", 3),
                80,
                20);
        return List.of(new ModelVersion(1, 5001, 5004, 1_790_000_000_000L, report));
    }
}
