package io.leat.server.engine;

import io.leat.core.graph.TaskGraph;
import io.leat.core.job.JobSettings;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.run.Run;
import io.leat.core.run.RunPlan;
import io.leat.core.run.TaskPolicy;
import io.leat.core.run.TaskRun;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Tables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run that has not ended, in memory. For the engine's thread. */
final class ActiveRun {
    private static final int MILLIS = 1_000;

    private final RunRow row;
    private final JobSettings settings;
    private final Run run;
    private final Set<Long> taskRunIds = new HashSet<>();
    private long lastEvent;

    private ActiveRun(RunRow row, JobSettings settings, Run run, long lastEvent) {
        this.row = row;
        this.settings = settings;
        this.run = run;
        this.lastEvent = lastEvent;
    }

    static ActiveRun create(RunRow row, JobSettings settings, long now) {
        return new ActiveRun(row, settings, Run.create(row.runId(), plan(settings), now), 0);
    }

    static ActiveRun load(RunRow row, Tables tables) {
        JobSettings settings = Json.read(row.settings(), JobSettings.class);
        Map<Integer, TaskRun> newest = new HashMap<>();
        tables.taskRuns().list(row.runId()).forEach(taskRun -> newest.put(taskRun.task(), taskRun));
        Run run = Run.restore(row.runId(), plan(settings), row.status(), newest.values());
        return new ActiveRun(row, settings, run, tables.events().last(row.runId()));
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
