package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.TaskRunView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The Jobs API's Run, made of what the engine knows. The only place where run fields get their wire names. */
final class RunProjection {
    private static final List<String> FROM_SETTINGS = List.of("schedule", "job_clusters", "git_source", "description");

    private final String address;

    /** @param address under which the client reached this server */
    RunProjection(String address) {
        this.address = address;
    }

    /** Everything about a job run, with one page of its task runs. */
    ObjectNode run(RunView run, Slice slice) {
        ObjectNode json = head(run);
        boolean more = slice.hasMore(run.tasks().size());
        more |= slice.cut(json, "job_clusters");
        more |= slice.cut(json, "job_parameters");
        json.set("tasks", tasks(run, slice.of(run.tasks())));
        if (more) {
            slice.announceNext(json);
        }

        return json;
    }

    /** A run as lists show it, without its task runs. */
    ObjectNode summary(RunView run) {
        ObjectNode json = head(run);
        Slice.FIRST.cut(json, "job_clusters");
        return json;
    }

    /** A run as lists show it, with the first of its task runs. */
    ObjectNode summaryWithTasks(RunView run) {
        ObjectNode json = summary(run);
        json.set("tasks", tasks(run, Slice.FIRST.of(run.tasks())));
        if (Slice.FIRST.hasMore(run.tasks().size())) {
            Slice.announceMore(json);
        }

        return json;
    }

    /** A single task run in the shape of a run. */
    ObjectNode taskRun(RunView run, TaskRunView task) {
        ObjectNode json = head(run);
        json.put("run_id", task.runId());
        json.put("number_in_job", task.runId());
        json.put("original_attempt_run_id", firstAttempt(run, task));
        json.put("run_page_url", pageUrl(run.jobId(), task.runId()));
        json.put("attempt_number", task.attemptNumber());
        putTimes(json, task);
        putState(json, task.state());
        putCluster(json, task);
        json.set("tasks", tasks(run, List.of(task)));
        return json;
    }

    /** The history of repairs: a run that was never repaired has its original execution alone. */
    void addHistory(ObjectNode json, RunView run) {
        ArrayNode history = json.putArray("repair_history");
        RunExecution.of(run, jobState(run)).forEach(execution -> {
            ObjectNode entry = history.addObject();
            if (execution.repairId() == 0) {
                entry.put("type", "ORIGINAL");
            } else {
                entry.put("type", "REPAIR").put("id", execution.repairId());
            }

            entry.put("start_time", execution.startTime());
            entry.put("end_time", execution.endTime());
            putState(entry, execution.state());
            ArrayNode ids = entry.putArray("task_run_ids");
            execution.taskRunIds().forEach(ids::add);
        });
    }

    private ObjectNode head(RunView run) {
        ObjectNode json = Json.object();
        json.put("job_id", run.jobId());
        json.put("run_id", run.runId());
        json.put("number_in_job", run.runId());
        json.put("job_run_id", run.runId());
        json.put("original_attempt_run_id", run.runId());
        json.put("run_name", run.runName());
        json.put("run_type", run.type().name());
        json.put("format", "MULTI_TASK");
        json.put("trigger", run.trigger());
        json.put("creator_user_name", run.creatorUserName());
        json.put("run_page_url", pageUrl(run.jobId(), run.runId()));
        json.put("start_time", run.startTime());
        json.put("end_time", run.endTime());
        json.put("setup_duration", 0L);
        json.put("execution_duration", 0L);
        json.put("cleanup_duration", 0L);
        json.put("run_duration", duration(run));
        json.put("queue_duration", run.queueDuration());
        putState(json, jobState(run));
        FROM_SETTINGS.stream()
                .filter(run.settings()::hasNonNull)
                .forEach(field -> json.set(field, run.settings().get(field).deepCopy()));
        putParameters(json, run);
        return json;
    }

    private static State jobState(RunView run) {
        int limit = run.settings().path("max_concurrent_runs").asInt(1);
        return StateProjection.queued(StateProjection.ofJobRun(run), limit);
    }

    private static void putParameters(ObjectNode json, RunView run) {
        Map<String, String> defaults = new HashMap<>();
        for (JsonNode parameter : run.settings().path("parameters")) {
            defaults.put(
                    parameter.path("name").asText(), parameter.path("default").asText());
        }

        if (run.parameters().isEmpty()) {
            return;
        }

        ArrayNode list = json.putArray("job_parameters");
        for (String name : new TreeSet<>(run.parameters().keySet())) {
            ObjectNode parameter = list.addObject().put("name", name);
            if (defaults.containsKey(name)) {
                parameter.put("default", defaults.get(name));
            }

            parameter.put("value", run.parameters().get(name));
        }
    }

    private ArrayNode tasks(RunView run, List<TaskRunView> taskRuns) {
        Map<String, JsonNode> declared = new HashMap<>();
        run.settings()
                .path("tasks")
                .forEach(task -> declared.put(task.path("task_key").asText(), task));
        ArrayNode list = Json.mapper().createArrayNode();
        taskRuns.forEach(task -> list.add(task(run, task, declaration(declared, task.taskKey()))));
        return list;
    }

    /** Of an iteration, what its for-each repeats. */
    private static JsonNode declaration(Map<String, JsonNode> declared, String taskKey) {
        int index = taskKey.indexOf('[');
        JsonNode task = declared.getOrDefault(index < 0 ? taskKey : taskKey.substring(0, index), Json.object());
        return index < 0 ? task : task.path("for_each_task").path("task");
    }

    /** The first or a later page of the iterations of a for-each. */
    void addIterations(ObjectNode json, RunView run, List<TaskRunView> found, Slice slice) {
        json.set("iterations", tasks(run, found.subList(0, Math.min(found.size(), Slice.SIZE))));
        if (found.size() > Slice.SIZE) {
            slice.announceNext(json);
        }
    }

    private ObjectNode task(RunView run, TaskRunView task, JsonNode declared) {
        ObjectNode json = declared instanceof ObjectNode object ? object.deepCopy() : Json.object();
        steer(json, task);
        json.put("run_id", task.runId());
        json.put("task_key", task.taskKey());
        json.put("attempt_number", task.attemptNumber());
        if (!json.hasNonNull("run_if")) {
            json.put("run_if", "ALL_SUCCESS");
        }

        json.put("run_page_url", pageUrl(run.jobId(), task.runId()));
        putTimes(json, task);
        putState(json, task.state());
        putCluster(json, task);
        return json;
    }

    private static void steer(ObjectNode json, TaskRunView task) {
        RunView.Steering steering = task.steering();
        if (steering == null) {
            return;
        }

        if (steering.outcome() != null && json.path("condition_task") instanceof ObjectNode condition) {
            condition.put("outcome", steering.outcome().toString());
        }

        RunView.Iterations iterations = steering.iterations();
        if (iterations != null && json.path("for_each_task") instanceof ObjectNode forEach) {
            forEach.putObject("stats")
                    .putObject("task_run_stats")
                    .put("total_iterations", iterations.total())
                    .put("scheduled_iterations", iterations.completed() + iterations.active())
                    .put("active_iterations", iterations.active())
                    .put("completed_iterations", iterations.completed())
                    .put("succeeded_iterations", iterations.succeeded())
                    .put("failed_iterations", iterations.failed());
        }
    }

    private static void putTimes(ObjectNode json, TaskRunView task) {
        long whole = duration(task.startTime(), task.endTime());
        json.put("start_time", task.startTime());
        json.put("end_time", task.endTime());
        json.put("setup_duration", task.setupDuration());
        json.put("execution_duration", Math.max(0, whole - task.setupDuration()));
        json.put("cleanup_duration", 0L);
        json.put("run_duration", whole);
        json.put("queue_duration", task.queueDuration());
    }

    private static void putState(ObjectNode json, State state) {
        json.set("state", StateProjection.state(state));
        json.set("status", StateProjection.status(state));
    }

    private static void putCluster(ObjectNode json, TaskRunView task) {
        if (task.driverId() != null) {
            ObjectNode cluster = json.putObject("cluster_instance").put("cluster_id", task.driverId());
            if (task.applicationId() != null) {
                cluster.put("spark_context_id", task.applicationId());
            }
        }
    }

    private static long firstAttempt(RunView run, TaskRunView task) {
        return run.tasks().stream()
                .filter(other -> other.taskKey().equals(task.taskKey()))
                .mapToLong(TaskRunView::runId)
                .findFirst()
                .orElse(task.runId());
    }

    /** Without the time between an end and a repair; 0 while it runs. */
    private static long duration(RunView run) {
        return run.endTime() == 0
                ? 0
                : RunExecution.of(run, run.state()).stream()
                        .mapToLong(execution -> duration(execution.startTime(), execution.endTime()))
                        .sum();
    }

    private static long duration(long start, long end) {
        return start == 0 || end == 0 ? 0 : Math.max(0, end - start);
    }

    private String pageUrl(long jobId, long runId) {
        return "%s/?o=1#job/%d/run/%d".formatted(address, jobId, runId);
    }
}
