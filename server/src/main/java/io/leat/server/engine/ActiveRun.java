package io.leat.server.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.graph.TaskGraph;
import io.leat.core.job.ForEachInputs;
import io.leat.core.job.JobSettings;
import io.leat.core.job.LegacyParameters;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.run.Loop;
import io.leat.core.run.Run;
import io.leat.core.run.RunPlan;
import io.leat.core.run.RunPlans;
import io.leat.core.run.TaskRun;
import io.leat.core.run.Work;
import io.leat.server.store.RepairTable.RepairRow;
import io.leat.server.store.RunTable.RunRow;
import io.leat.server.store.Tables;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run that has not ended, or is about to be repaired, in memory. For the engine's thread. */
final class ActiveRun {
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final RunRow row;
    private final JobSettings settings;
    private final Run run;
    private final List<Long> repairs;
    private final Map<String, String> parameters;
    private final LegacyParameters legacy;
    private final List<Task> tasks;
    private final Map<Integer, Task> nested = new HashMap<>();
    private final Map<Long, List<JsonNode>> inputs = new HashMap<>();
    private final Set<Long> taskRunIds = new HashSet<>();
    private long lastEvent;

    private ActiveRun(RunRow row, JobSettings settings, Run run, List<Long> repairs, long lastEvent) {
        this.row = row;
        this.settings = settings;
        this.parameters = Json.read(row.parameters(), VALUES);
        this.legacy = Json.read(row.origin().overriding(), LegacyParameters.class);
        this.tasks = settings.tasks();
        this.run = run;
        this.repairs = List.copyOf(repairs);
        this.lastEvent = lastEvent;
    }

    static ActiveRun create(RunRow row, JobSettings settings) {
        return new ActiveRun(row, settings, Run.create(row.runId(), plan(row, settings), row.status()), List.of(), 0);
    }

    static ActiveRun load(RunRow row, Tables tables) {
        JobSettings settings = Json.read(row.settings(), JobSettings.class);
        RunPlan plan = plan(row, settings);
        Run run = Run.restore(row.runId(), plan, row.status(), rows(tables, row.runId(), plan));
        List<Long> repairs = tables.repairs().list(row.runId()).stream()
                .map(RepairRow::repairId)
                .toList();
        return new ActiveRun(row, settings, run, repairs, tables.events().last(row.runId()));
    }

    private static RunPlan plan(RunRow row, JobSettings settings) {
        return RunPlans.of(settings, Json.read(row.origin().only(), TEXTS));
    }

    private static Run.Rows rows(Tables tables, long runId, RunPlan plan) {
        Collection<TaskRun> newest = newest(tables, runId, plan.graph());
        Map<Integer, Loop> loops = new HashMap<>();
        for (TaskRun taskRun : newest) {
            if (!taskRun.state().isTerminal() && plan.node(taskRun.task()).work() == Work.FOR_EACH) {
                tables.forEaches().loop(taskRun.taskRunId()).ifPresent(loop -> loops.put(taskRun.task(), loop));
            }
        }

        Collection<TaskRun> iterations =
                loops.isEmpty() ? List.of() : tables.taskRuns().activeIterations(runId);
        return new Run.Rows(newest, iterations, loops, tables.taskValues().count(runId));
    }

    /** By key, since a repair may have changed the graph; tasks that the job has no more are left out. */
    private static Collection<TaskRun> newest(Tables tables, long runId, TaskGraph graph) {
        Map<String, TaskRun> newest = new HashMap<>();
        for (TaskRun taskRun : tables.taskRuns().list(runId)) {
            graph.find(taskRun.taskKey()).ifPresent(number -> newest.put(taskRun.taskKey(), taskRun.numbered(number)));
        }

        return newest.values();
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

    /** Values of the job's parameters in this run. */
    Map<String, String> parameters() {
        return parameters;
    }

    /** Parameters of the form before jobs had any. */
    LegacyParameters legacy() {
        return legacy;
    }

    long runId() {
        return row.runId();
    }

    /** Whether a task of another run waits for it. */
    boolean isChild() {
        return row.origin().parentTaskRunId() != 0;
    }

    /** Of its latest repair; 0 if it was never repaired. */
    long repairId() {
        return repairs.isEmpty() ? 0 : repairs.get(repairs.size() - 1);
    }

    int repairCount() {
        return repairs.size();
    }

    /** What a task run does; of an iteration, what its for-each does with each input. */
    Task task(TaskRun taskRun) {
        Task task = tasks.get(taskRun.task());
        return taskRun.isIteration() ? nested.computeIfAbsent(taskRun.task(), this::nested) : task;
    }

    private Task nested(int forEach) {
        return tasks.get(forEach).forEach().orElseThrow().task();
    }

    /** The inputs of a for-each that goes on, once they are known. */
    List<JsonNode> inputs(Tables tables, long forEachTaskRunId) {
        return inputs.computeIfAbsent(
                forEachTaskRunId,
                id -> tables.forEaches()
                        .find(id)
                        .map(row -> ForEachInputs.parse(row.inputs()))
                        .orElse(List.of()));
    }

    void forgetInputs(long forEachTaskRunId) {
        inputs.remove(forEachTaskRunId);
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
