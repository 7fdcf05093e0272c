package io.leat.server.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.leat.core.batch.Batch;
import io.leat.core.batch.Commit;
import io.leat.core.cluster.Assignment;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.run.TaskRun;
import io.leat.core.value.References;
import io.leat.core.value.ResolvedBody;
import io.leat.core.value.Secrets;
import io.leat.core.value.Values;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes of a task run all that its driver must know. References are resolved here, as late as can be. */
final class Assignments {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    private static final String TRIGGER = "onetime";

    /** Statements that do not write a Delta table, and so cannot be looked up in one. */
    private static final Set<String> WITHOUT_TABLE = Set.of("model");

    private final String workspaceId;
    private final Secrets secrets;

    Assignments(String workspaceId, Secrets secrets) {
        this.workspaceId = workspaceId;
        this.secrets = secrets;
    }

    /**
     * @throws io.leat.core.error.LeatException when a reference stands for nothing
     */
    Assignment of(Tables tables, ActiveRun run, TaskRun taskRun) {
        RunRow row = run.row();
        Task task = run.task(taskRun);
        ResolvedBody resolved = References.resolve(task, values(run, taskRun));
        return new Assignment(
                taskRun.taskRunId(),
                row.runId(),
                row.jobId(),
                row.runName(),
                taskRun.taskKey(),
                taskRun.attemptNumber(),
                taskRun.fence(),
                task.kind(),
                resolved.body(),
                resolved.arguments(),
                row.baseDir(),
                Map.of(),
                resolved.secrets(),
                settle(tables, run, taskRun),
                tables.batches().ofTask(row.runId(), taskRun.taskKey()).stream()
                        .map(BatchRow::batch)
                        .toList(),
                lastCommits(tables, row.jobId(), taskRun.taskKey()));
    }

    private Values values(ActiveRun run, TaskRun taskRun) {
        RunRow row = run.row();
        return new Values(
                row.jobId(),
                row.runName(),
                row.runId(),
                0,
                Json.read(row.parameters(), STRINGS),
                Instant.ofEpochMilli(row.status().startTime()),
                TRIGGER,
                taskRun.taskKey(),
                taskRun.taskRunId(),
                taskRun.attemptNumber() + 1,
                workspaceId,
                secrets);
    }

    /** What earlier runs of this task left open: found in their tables or burnt there, before anything is read. */
    private static List<Batch> settle(Tables tables, ActiveRun run, TaskRun taskRun) {
        return tables.batches().unsettledOf(run.row().jobId(), taskRun.taskKey()).stream()
                .filter(row -> row.runId() != run.runId())
                .map(BatchRow::batch)
                .filter(Assignments::hasTable)
                .toList();
    }

    static boolean hasTable(Batch batch) {
        return !WITHOUT_TABLE.contains(batch.statement());
    }

    private static List<Commit> lastCommits(Tables tables, long jobId, String taskKey) {
        return tables.batches().lastCommits(jobId, taskKey).stream()
                .map(BatchRow::commit)
                .filter(Objects::nonNull)
                .toList();
    }
}
