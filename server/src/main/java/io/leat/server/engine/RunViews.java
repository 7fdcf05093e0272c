package io.leat.server.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.server.rest.JobsApi;
import io.leat.server.rest.RunView;
import io.leat.server.rest.RunView.Iterations;
import io.leat.server.rest.RunView.RepairView;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.Steering;
import io.leat.server.rest.RunView.TaskRunView;
import io.leat.server.store.ForEachTable.Counts;
import io.leat.server.store.JobTable;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.RepairTable.RepairRow;
import io.leat.server.store.RunTable.Filter;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Store;
import io.leat.server.store.Tables;
import io.leat.server.store.TaskRunTable.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Jobs and runs as the store has them, for the Jobs API; what changes them goes to the engine. */
final class RunViews implements JobsApi {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    private static final int LOG_LIMIT = 5 * 1024 * 1024;

    private final Store store;
    private final TaskLogs logs;
    private final Starter starter;
    private final Repairs repairs;
    private final Canceller canceller;
    private final LongFunction<Map<Long, String>> waits;

    /** @param waits what the task runs of a run wait for, by their ids */
    RunViews(
            Store store,
            TaskLogs logs,
            Starter starter,
            Repairs repairs,
            Canceller canceller,
            LongFunction<Map<Long, String>> waits) {
        this.store = store;
        this.logs = logs;
        this.starter = starter;
        this.repairs = repairs;
        this.canceller = canceller;
        this.waits = waits;
    }

    /** Asks for the end of a run. */
    @FunctionalInterface
    interface Canceller {
        void cancel(long runId);
    }

    @Override
    public Optional<JobView> findJob(long jobId) {
        return store.read(tables -> tables.jobs().find(jobId).map(RunViews::view));
    }

    private static JobView view(JobRow job) {
        return new JobView(job.jobId(), Json.read(job.settings(), ObjectNode.class), Starter.user(), job.createdAt());
    }

    @Override
    public List<JobView> jobs(JobFilter filter) {
        Cursor before = filter.before();
        JobTable.Filter rows = new JobTable.Filter(
                filter.name(),
                before == null ? null : before.time(),
                before == null ? null : before.id(),
                filter.offset(),
                filter.limit());
        return store.read(
                tables -> tables.jobs().list(rows).stream().map(RunViews::view).toList());
    }

    @Override
    public Optional<RunView> findRun(long runId) {
        Optional<RunView> view = findRun(runId, Map.of());
        return view.filter(run -> run.tasks().stream().anyMatch(RunViews::waits))
                .flatMap(run -> findRun(runId, waits.apply(run.runId())))
                .or(() -> view);
    }

    /** Whether the engine may know what it waits for. */
    private static boolean waits(TaskRunView taskRun) {
        return taskRun.state().lifeCycle() == LifeCycleState.PENDING && taskRun.driverId() == null;
    }

    private Optional<RunView> findRun(long runId, Map<Long, String> messages) {
        return store.read(tables -> {
            Optional<RunRow> run = tables.runs().find(runId);
            if (run.isEmpty()) {
                run = tables.taskRuns()
                        .find(runId)
                        .flatMap(taskRun -> tables.runs().find(taskRun.runId()));
            }

            return run.map(row -> view(tables, row, messages));
        });
    }

    @Override
    public Optional<TaskRunView> findTaskRun(long taskRunId) {
        return store.read(tables -> tables.taskRuns().find(taskRunId).map(taskRun -> view(tables, taskRun)));
    }

    @Override
    public List<TaskRunView> iterations(long forEachTaskRunId, int offset, int limit) {
        return store.read(tables -> tables.taskRuns().iterations(forEachTaskRunId, offset, limit).stream()
                .map(taskRun -> view(tables, taskRun))
                .toList());
    }

    @Override
    public List<RunView> runs(RunFilter filter) {
        Boolean active = switch (filter.activity()) {
            case ANY -> null;
            case ACTIVE -> Boolean.TRUE;
            case COMPLETED -> Boolean.FALSE;
        };
        Cursor before = filter.before();
        Filter rows = new Filter(
                filter.jobId(),
                filter.type(),
                active,
                filter.startTimeFrom(),
                filter.startTimeTo(),
                before == null ? null : before.time(),
                before == null ? null : before.id(),
                filter.offset(),
                filter.limit());
        return store.read(tables -> tables.runs().list(rows).stream()
                .map(row -> view(tables, row, Map.of()))
                .toList());
    }

    private static RunView view(Tables tables, RunRow row, Map<Long, String> messages) {
        RunStatus status = row.status();
        List<RepairView> repairs =
                tables.repairs().list(row.runId()).stream().map(RunViews::view).toList();
        return new RunView(
                row.jobId(),
                row.runId(),
                row.runName(),
                Json.read(row.settings(), ObjectNode.class),
                Json.read(row.parameters(), STRINGS),
                row.creator(),
                row.origin().type(),
                row.origin().trigger(),
                state(status),
                status.startTime(),
                status.endTime(),
                repairs.isEmpty() ? Math.max(0, status.began() - status.startTime()) : 0,
                tables.taskRuns().list(row.runId()).stream()
                        .map(taskRun ->
                                view(tables, taskRun, messages.getOrDefault(taskRun.taskRunId(), taskRun.message())))
                        .toList(),
                repairs);
    }

    private static State state(RunStatus status) {
        return new State(
                status.state(), status.result(), status.code(), status.message(), status.userCancelledOrTimedout());
    }

    private static RepairView view(RepairRow repair) {
        return new RepairView(
                repair.repairId(),
                repair.startedAt(),
                state(repair.before()),
                repair.before().endTime());
    }

    private static TaskRunView view(Tables tables, TaskRun taskRun) {
        return view(tables, taskRun, taskRun.message());
    }

    private static TaskRunView view(Tables tables, TaskRun taskRun, String message) {
        boolean cancelled = taskRun.result() != null
                && switch (taskRun.result()) {
                    case CANCELED, TIMEDOUT -> true;
                    case SUCCESS,
                            FAILED,
                            MAXIMUM_CONCURRENT_RUNS_REACHED,
                            EXCLUDED,
                            SUCCESS_WITH_FAILURES,
                            UPSTREAM_FAILED,
                            UPSTREAM_CANCELED,
                            DISABLED -> false;
                };
        return new TaskRunView(
                taskRun.taskRunId(),
                taskRun.taskKey(),
                taskRun.attemptNumber(),
                new State(taskRun.state(), taskRun.result(), taskRun.code(), message, cancelled),
                taskRun.startTime(),
                taskRun.endTime(),
                0,
                0,
                taskRun.driverId(),
                null,
                steering(tables, taskRun));
    }

    private static @Nullable Steering steering(Tables tables, TaskRun taskRun) {
        Iterations iterations = taskRun.driverId() != null || taskRun.isIteration()
                ? null
                : tables.forEaches()
                        .find(taskRun.taskRunId())
                        .map(row -> iterations(tables.forEaches().counts(row)))
                        .orElse(null);
        boolean steers = iterations != null || taskRun.outcome() != null || taskRun.childRunId() != 0;
        return steers ? new Steering(taskRun.outcome(), taskRun.childRunId(), iterations) : null;
    }

    private static Iterations iterations(Counts counts) {
        return new Iterations(counts.total(), counts.active(), counts.succeeded(), counts.failed());
    }

    @Override
    public TaskOutput output(long taskRunId) {
        TaskRun taskRun =
                store.read(tables -> tables.taskRuns().find(taskRunId)).orElse(null);
        if (taskRun == null) {
            return new TaskOutput(null, null, null, false, null);
        }

        Output output = store.read(tables -> tables.taskRuns().output(taskRunId));
        String error = isUnwell(taskRun) ? taskRun.message() : null;
        long length = logs.length(taskRunId);
        try (InputStream log = logs.read(taskRunId, Math.max(0, length - LOG_LIMIT))) {
            String text = new String(log.readNBytes(LOG_LIMIT), StandardCharsets.UTF_8);
            return new TaskOutput(error, output.trace(), text, length > LOG_LIMIT, object(output.output()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable ObjectNode object(@Nullable String json) {
        return json == null ? null : Json.read(json, ObjectNode.class);
    }

    @Override
    public long runNow(RunNow request) {
        return starter.runNow(request);
    }

    @Override
    public long repair(RepairRun request) {
        return repairs.repair(request);
    }

    @Override
    public void cancel(long runId) {
        canceller.cancel(runId);
    }

    /** Whether the task run has something to say about its end. */
    private static boolean isUnwell(TaskRun taskRun) {
        return taskRun.result() != null && !taskRun.message().isEmpty();
    }
}
