package io.leat.server.rest;

import io.leat.core.batch.BatchState;
import io.leat.core.batch.TablePin;
import io.leat.core.cluster.ModelReport;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.TableAudit;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Observed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What runs made: tables, models, their lineage, and how far each source has been read. */
public interface DataApi {
    List<TableSummary> tables();

    /** May ask a driver. Fails with RESOURCE_DOES_NOT_EXIST when there is no such table. */
    CompletableFuture<TableDetail> table(String name);

    /** What a table's log knows of this workspace's batches. Asks a driver, starting one if need be. */
    CompletableFuture<TableAudit> audit(String name);

    /**
     * Finds in the table, or burns there, the batches of ended runs of which it is not known whether they are in it.
     * Asks a driver, starting one if need be.
     */
    CompletableFuture<List<Settlement>> settle(String name);

    /** Asks a driver, starting one if need be. */
    CompletableFuture<QueryResult> sql(String sql, int limit);

    LineageOf lineage(String name);

    Checkpoints checkpoints(String jobNameOrId);

    List<ModelVersion> models();

    /** A table and its newest known version. */
    record TableSummary(
            String name,
            long version,
            @Nullable Long rows,
            @Nullable Long bytes,
            long committedAt,
            @Nullable String jobName,
            @Nullable String taskKey,
            @Nullable Long runId,
            @Nullable Long taskRunId) {}

    /**
     * What became of a batch.
     *
     * @param error why it could not be settled; null when it was
     */
    record Settlement(
            String batchId, BatchState state, @Nullable String error) {}

    /** A table, its columns and its versions, newest first. */
    record TableDetail(
            String name,
            List<QueryResult.Column> schema,
            @Nullable String comment,
            List<TableVersion> versions) {
        public TableDetail {
            schema = List.copyOf(schema);
            versions = List.copyOf(versions);
        }
    }

    /** One version of a table; who made it is absent when it was not a task run of this workspace. */
    record TableVersion(
            long version,
            long committedAt,
            @Nullable Long rows,
            @Nullable Long totalRows,
            @Nullable String operation,
            @Nullable String batchId,
            @Nullable String jobName,
            @Nullable String taskKey,
            @Nullable Long runId,
            @Nullable Long taskRunId,
            @Nullable Integer attemptNumber) {}

    /** What a dataset was made from and what was made from it, transitively, nearest first. */
    record LineageOf(Dataset dataset, List<Edge> upstream, List<Edge> downstream) {
        public LineageOf {
            upstream = List.copyOf(upstream);
            downstream = List.copyOf(downstream);
        }
    }

    /**
     * One write: an output and all it was made from.
     *
     * @param observed set when this was seen while foreign code ran; null when the task declared it
     */
    record Edge(
            Dataset output,
            List<Dataset> inputs,
            String taskKey,
            long runId,
            @Nullable Observed observed) {
        public Edge {
            inputs = List.copyOf(inputs);
        }
    }

    /** How far the tasks of a job have come. */
    record Checkpoints(long jobId, String name, List<TaskCheckpoint> tasks) {
        public Checkpoints {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * How far one task has come: an ingest by the files it has committed, any other by the versions its last commit
     * consumed and produced.
     */
    record TaskCheckpoint(
            String taskKey,
            String kind,
            @Nullable String target,
            @Nullable Long files,
            @Nullable Long bytes,
            @Nullable Long rows,
            @Nullable String lastBatch,
            @Nullable Long lastVersion,
            @Nullable Long lastCommitAt,
            List<TablePin> consumed,
            @Nullable Dataset produced) {
        public TaskCheckpoint {
            consumed = List.copyOf(consumed);
        }
    }

    /** One registered version of a model. */
    record ModelVersion(long version, long runId, long taskRunId, long createdAt, ModelReport report) {}
}
