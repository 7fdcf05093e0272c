package io.leat.server.engine;

import io.leat.core.graph.TaskGraph;
import io.leat.core.job.JobSettings;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.run.Run;
import io.leat.core.run.RunPlan;
import io.leat.core.run.TaskPolicy;
import io.leat.core.run.TaskRun;
import io.leat.server.store.RepairTable.RepairRow;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Tables;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run that has not ended, or is about to be repaired, in memory. For the engine's thread. */
final class ActiveRun {
    private static final int MILLIS = 1_000;

    private final RunRow row;
    private final JobSettings settings;
    private final Run run;
    private final List<Long> repairs;
    private final Set<Long> taskRunIds = new HashSet<>();
    private long lastEvent;

    private ActiveRun(RunRow row, JobSettings settings, Run run, List<Long> repairs, long lastEvent) {
        this.row = row;
        this.settings = settings;
        this.run = run;
        this.repairs = List.copyOf(repairs);
        this.lastEvent = lastEvent;
    }

    static ActiveRun create(RunRow row, JobSettings settings, long now) {
        return new ActiveRun(row, settings, Run.create(row.runId(), plan(settings), now), List.of(), 0);
    }

    static ActiveRun load(RunRow row, Tables tables) {
        JobSettings settings = Json.read(row.settings(), JobSettings.class);
        RunPlan plan = plan(settings);
        Run run = Run.restore(row.runId(), plan, row.status(), newest(tables, row.runId(), plan.graph()));
        List<Long> repairs = tables.repairs().list(row.runId()).stream()
                .map(RepairRow::repairId)
                .toList();
        return new ActiveRun(row, settings, run, repairs, tables.events().last(row.runId()));
    }

    /** By key, since a repair may have changed the graph; tasks that the job has no more are left out. */
    private static Collection<TaskRun> newest(Tables tables, long runId, TaskGraph graph) {
        Map<String, TaskRun> newest = new HashMap<>();
        for (TaskRun taskRun : tables.taskRuns().list(runId)) {
            graph.find(taskRun.taskKey()).ifPresent(number -> newest.put(taskRun.taskKey(), taskRun.numbered(number)));
        }

        return newest.values();
    }

    private static RunPlan plan(JobSettings settings) {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        settings.tasks().forEach(task -> dependencies.put(task.taskKey(), task.dependencies()));
        List<TaskPolicy> policies =
                settings.tasks().stream().map(ActiveRun::policy).toList();
        return new RunPlan(TaskGraph.of(dependencies), policies, (long) settings.timeLimit() * MILLIS);
    }

    private static TaskPolicy policy(Task task) {
        int retries = task.maxRetries() == null ? 0 : task.maxRetries();
        return new TaskPolicy(retries, task.retryInterval(), task.retriesTimeouts(), (long) task.timeLimit() * MILLIS);
    }

    RunRow row() {
        return row;
    }

    JobSettings settings() {
        return settings;
    }

    Run run() {
        return run;
    }

    long runId() {
        return row.runId();
    }

    /** Of its latest repair; 0 if it was never repaired. */
    long repairId() {
        return repairs.isEmpty() ? 0 : repairs.get(repairs.size() - 1);
    }

    int repairCount() {
        return repairs.size();
    }

    Task task(TaskRun taskRun) {
        return settings.tasks().get(taskRun.task());
    }

    /** Of all its task runs that memory knows, earlier attempts included. */
    Set<Long> taskRunIds() {
        return taskRunIds;
    }

    long nextEvent() {
        return ++lastEvent;
    }

    long lastEvent() {
        return lastEvent;
    }
}
