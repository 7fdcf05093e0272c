package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.lab.conformance.Observation.Attempt;
import io.leat.lab.conformance.Observation.RunSeen;
import io.leat.lab.conformance.Observation.StateSeen;
import io.leat.server.engine.Engine;
import io.leat.server.rest.JobsApi.Activity;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.rest.JobsApi.RunFilter;
import io.leat.server.rest.JobsApi.RunNow;
import io.leat.server.rest.RunView;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.Steering;
import io.leat.server.rest.RunView.TaskRunView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The engine behind the routes, in virtual time. */
final class SimulatedStage implements Stage {
    private static final int ALL = 100_000;

    private final Engine engine;
    private final Leaves leaves;
    private final SimulatedDrivers drivers;
    private final long zero;
    private final String name;

    /** @param name of the case among those that the engine plays */
    SimulatedStage(Engine engine, Leaves leaves, SimulatedDrivers drivers, long zero, String name) {
        this.engine = engine;
        this.leaves = leaves;
        this.drivers = drivers;
        this.zero = zero;
        this.name = name;
    }

    @Override
    public long create(ObjectNode settings) {
        return engine.savedJobs().create(queued(settings));
    }

    @Override
    public void reset(long jobId, ObjectNode settings) {
        engine.savedJobs().reset(jobId, queued(settings));
    }

    /** As the routes of the newest version do. */
    private static ObjectNode queued(ObjectNode settings) {
        ObjectNode queued = settings.deepCopy();
        if (!queued.has("queue")) {
            queued.putObject("queue").put("enabled", true);
        }

        return queued;
    }

    @Override
    public long runNow(long jobId, ObjectNode request) {
        PureRun.Asked asked = PureRequests.runNow(request);
        String token = PureRequests.token(request);
        return engine.jobs()
                .runNow(new RunNow(
                        jobId,
                        asked.parameters(),
                        token == null ? null : name + token,
                        asked.only(),
                        asked.legacy(),
                        asked.queue()));
    }

    @Override
    public void cancelRun(long runId) {
        engine.jobs().cancel(runId);
    }

    @Override
    public void cancelTask(long runId, String key) {
        newest(runId, key).stream().forEach(task -> engine.jobs().cancel(task.runId()));
    }

    private List<TaskRunView> newest(long runId, String key) {
        List<TaskRunView> found = all(load(runId)).stream()
                .filter(task -> task.taskKey().equals(key))
                .toList();
        return found.isEmpty() ? found : found.subList(found.size() - 1, found.size());
    }

    @Override
    public void loseDriver(long runId, List<String> keys) {
        keys.stream()
                .flatMap(key -> newest(runId, key).stream())
                .map(TaskRunView::driverId)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(drivers::kill);
    }

    @Override
    public long repair(long runId, ObjectNode request) {
        JsonNode latest = request.path("latest_repair_id");
        return engine.jobs()
                .repair(new RepairRun(
                        runId,
                        PureRequests.choice(request),
                        PureRequests.texts(request.path("job_parameters")),
                        latest.isNumber() ? latest.longValue() : null));
    }

    @Override
    public RunSeen look(long runId) {
        RunView run = load(runId);
        Map<String, List<Attempt>> tasks = new LinkedHashMap<>();
        Map<String, Map<String, JsonNode>> values = new LinkedHashMap<>();
        Map<String, RunSeen> children = new LinkedHashMap<>();
        for (TaskRunView task : all(run)) {
            Leaves.Started started = leaves.started(task.runId());
            tasks.computeIfAbsent(task.taskKey(), key -> new ArrayList<>()).add(attempt(task, started));
            boolean success = "SUCCESS".equals(String.valueOf(task.state().result()));
            values.put(task.taskKey(), started == null || !success ? Map.of() : started.values());
            Steering steering = task.steering();
            children.remove(task.taskKey());
            if (steering != null && steering.childRunId() > 0) {
                children.put(task.taskKey(), look(steering.childRunId()));
            }
        }

        List<String> history = new ArrayList<>(List.of("ORIGINAL"));
        run.repairs().forEach(repair -> history.add("REPAIR"));
        return new RunSeen(
                state(run.state()), time(run.startTime()), time(run.endTime()), tasks, history, values, children);
    }

    private RunView load(long runId) {
        return engine.jobs().findRun(runId).orElseThrow();
    }

    /** Iterations behind their for-each. */
    private List<TaskRunView> all(RunView run) {
        List<TaskRunView> all = new ArrayList<>();
        run.tasks().forEach(task -> {
            all.add(task);
            if (task.steering() != null && task.steering().iterations() != null) {
                all.addAll(engine.jobs().iterations(task.runId(), 0, ALL));
            }
        });
        return all;
    }

    private Attempt attempt(TaskRunView task, Leaves.@Nullable Started started) {
        Steering steering = task.steering();
        Boolean outcome = steering == null ? null : steering.outcome();
        RunView.Iterations iterations = steering == null ? null : steering.iterations();
        return new Attempt(
                state(task.state()),
                time(task.startTime()),
                time(task.endTime()),
                outcome == null ? null : outcome.toString(),
                started == null ? null : started.parameters(),
                started == null ? null : started.arguments(),
                iterations == null
                        ? null
                        : Json.object()
                                .put("total", iterations.total())
                                .put("succeeded", iterations.succeeded())
                                .put("failed", iterations.failed()));
    }

    private static StateSeen state(State state) {
        return States.of(state.lifeCycle(), state.result(), state.code(), state.message());
    }

    private long time(long epoch) {
        return epoch == 0 ? Observation.NEVER : epoch - zero;
    }

    @Override
    public int runCount(long jobId) {
        return engine.jobs()
                .runs(new RunFilter(jobId, null, Activity.ANY, null, null, null, 0, ALL))
                .size();
    }
}
