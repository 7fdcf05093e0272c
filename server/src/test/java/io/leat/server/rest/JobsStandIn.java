package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunType;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.TaskRunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs and runs that a test puts there; it records what was asked for. */
final class JobsStandIn implements JobsApi {
    static final String SETTINGS = """
            {"name": "nightly", "parameters": [{"name": "d", "default": "x"}],
             "tasks": [
               {"task_key": "a", "ingest_task": {"source": {"format": "csv", "path": "in/"}, "target": "bronze.a"}},
               {"task_key": "b", "depends_on": [{"task_key": "a"}], "persist_task": {"input": "bronze.a", "target": "gold.b"}}]}
            """;

    final List<JobView> jobs = new ArrayList<>();
    final List<RunView> runs = new ArrayList<>();
    final List<RunNow> started = new CopyOnWriteArrayList<>();
    final List<RepairRun> repaired = new CopyOnWriteArrayList<>();
    final List<Long> cancelled = new CopyOnWriteArrayList<>();
    final List<RunFilter> filters = new CopyOnWriteArrayList<>();

    static ObjectNode settings() {
        return Json.read(SETTINGS, ObjectNode.class);
    }

    static RunView failedRun() {
        TaskRunView first = new TaskRunView(
                5002,
                "a",
                0,
                new State(
                        LifeCycleState.TERMINATED,
                        ResultState.FAILED,
                        null,
                        "Workload failed, see run output for details",
                        false),
                1_790_000_002_000L,
                1_790_000_008_000L,
                0,
                0,
                "d-1",
                "local-7",
                null);
        TaskRunView second = new TaskRunView(
                5003,
                "b",
                0,
                new State(LifeCycleState.SKIPPED, ResultState.UPSTREAM_FAILED, null, "An upstream task failed.", false),
                0,
                1_790_000_008_500L,
                0,
                0,
                null,
                null,
                null);
        State failed = new State(LifeCycleState.TERMINATED, ResultState.FAILED, null, "", false);
        return run(5001, failed, 1_790_000_001_000L, 1_790_000_009_000L, List.of(first, second));
    }

    static RunView run(long runId, State state, long start, long end, List<TaskRunView> tasks) {
        return new RunView(
                101,
                runId,
                "nightly",
                settings(),
                Map.of("d", "y"),
                "me@example.com",
                RunType.JOB_RUN,
                "ONE_TIME",
                state,
                start,
                end,
                0,
                tasks,
                List.of());
    }

    @Override
    public Optional<JobView> findJob(long jobId) {
        return jobs.stream().filter(job -> job.jobId() == jobId).findFirst();
    }

    @Override
    public List<JobView> jobs(JobFilter filter) {
        String name = filter.name();
        return jobs.stream()
                .filter(job ->
                        name == null || job.settings().path("name").asText().equalsIgnoreCase(name))
                .dropWhile(job -> isBefore(filter.before(), job.createdTime(), job.jobId()))
                .skip(filter.offset())
                .limit(filter.limit())
                .toList();
    }

    @Override
    public Optional<TaskRunView> findTaskRun(long taskRunId) {
        return runs.stream()
                .flatMap(run -> run.tasks().stream())
                .filter(task -> task.runId() == taskRunId)
                .findFirst();
    }

    @Override
    public List<TaskRunView> iterations(long forEachTaskRunId, int offset, int limit) {
        return List.of();
    }

    @Override
    public Optional<RunView> findRun(long runId) {
        return runs.stream()
                .filter(run -> Stream.concat(
                                Stream.of(run.runId()), run.tasks().stream().map(TaskRunView::runId))
                        .anyMatch(id -> id == runId))
                .findFirst();
    }

    @Override
    public List<RunView> runs(RunFilter filter) {
        filters.add(filter);
        return runs.stream()
                .dropWhile(run -> isBefore(filter.before(), run.startTime(), run.runId()))
                .limit(filter.limit())
                .toList();
    }

    private static boolean isBefore(@Nullable Cursor cursor, long time, long id) {
        return cursor != null && (time > cursor.time() || (time == cursor.time() && id >= cursor.id()));
    }

    @Override
    public TaskOutput output(long taskRunId) {
        return new TaskOutput("It broke.", "It broke.\n  at A", "line one\n", true, null);
    }

    @Override
    public long runNow(RunNow request) {
        started.add(request);
        return 6001;
    }

    @Override
    public long repair(RepairRun request) {
        repaired.add(request);
        return 7001;
    }

    @Override
    public void cancel(long runId) {
        cancelled.add(runId);
    }
}
