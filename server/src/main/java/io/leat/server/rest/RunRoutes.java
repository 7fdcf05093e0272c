package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.LegacyParameters;
import io.leat.core.json.Json;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.RunType;
import io.leat.server.rest.JobsApi.Activity;
import io.leat.server.rest.JobsApi.Cursor;
import io.leat.server.rest.JobsApi.RepairRun;
import io.leat.server.rest.JobsApi.RunFilter;
import io.leat.server.rest.JobsApi.TaskOutput;
import io.leat.server.rest.RunView.TaskRunView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/2.x/jobs/runs}. */
final class RunRoutes implements Routes {
    /** Documented as "less than 25", with 0 for the most; clients send up to 26. */
    private static final int MOST = 26;

    private static final int USUAL = 20;

    private final JobsApi jobs;

    RunRoutes(JobsApi jobs) {
        this.jobs = jobs;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (String version : Versions.ALL) {
            String base = "/api/" + version + "/jobs/runs";
            routes.get(base + "/get", this::get, Caller.CLIENT);
            routes.get(base + "/get-output", this::output, Caller.CLIENT);
            routes.get(base + "/list", this::list, Caller.CLIENT);
            routes.post(base + "/cancel", this::cancel, Caller.CLIENT);
            routes.post(base + "/repair", this::repair, Caller.CLIENT);
        }
    }

    private void get(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        long runId = parameters.id("run_id");
        Slice slice = Slice.of(parameters.text("page_token"));
        RunView run = load(runId);
        RunProjection projection = projection(ctx);
        ObjectNode json = taskRun(run, runId)
                .map(task -> withIterations(projection.taskRun(run, task), run, task, slice, projection))
                .orElseGet(() -> projection.run(run, slice));
        if (parameters.flag("include_history")) {
            projection.addHistory(json, run);
        }

        ctx.json(json);
    }

    private ObjectNode withIterations(
            ObjectNode json, RunView run, TaskRunView task, Slice slice, RunProjection projection) {
        if (task.steering() != null && task.steering().iterations() != null) {
            List<TaskRunView> found = jobs.iterations(task.runId(), slice.from(), Slice.SIZE + 1);
            projection.addIterations(json, run, found, slice);
        }

        return json;
    }

    private void output(Context ctx) {
        long runId = Parameters.of(ctx).id("run_id");
        RunView run = load(runId);
        TaskRunView task = taskRun(run, runId).or(() -> onlyTaskRun(run)).orElseThrow(RunRoutes::severalTasks);
        TaskOutput output = jobs.output(task.runId());
        ObjectNode json = Json.object();
        json.set("metadata", projection(ctx).taskRun(run, task));
        putIfGiven(json, "error", output.error());
        putIfGiven(json, "error_trace", output.errorTrace());
        putIfGiven(json, "logs", output.logs());
        json.put("logs_truncated", output.logsTruncated());
        if (output.own() != null) {
            json.setAll(output.own());
        }

        if (task.steering() != null && task.steering().childRunId() != 0) {
            json.putObject("run_job_output").put("run_id", task.steering().childRunId());
        }

        ctx.json(json);
    }

    private void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        RunProjection projection = projection(ctx);
        int asked = parameters.integer("limit", USUAL);
        int limit = asked <= 0 ? MOST : Math.min(asked, MOST);
        List<RunView> found = jobs.runs(filter(parameters, limit + 1));
        ObjectNode json = Json.object();
        new Listed<>(found, limit)
                .write(
                        json,
                        "runs",
                        parameters.flag("expand_tasks") ? projection::summaryWithTasks : projection::summary,
                        run -> new Cursor(run.startTime(), run.runId()));
        ctx.json(json);
    }

    private static RunFilter filter(Parameters parameters, int limit) {
        boolean active = parameters.flag("active_only");
        boolean completed = parameters.flag("completed_only");
        if (active && completed) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "active_only and completed_only cannot both be true.");
        }

        Activity activity = active ? Activity.ACTIVE : completed ? Activity.COMPLETED : Activity.ANY;
        return new RunFilter(
                parameters.number("job_id"),
                parameters.choice("run_type", RunType.class),
                activity,
                parameters.number("start_time_from"),
                parameters.number("start_time_to"),
                PageToken.read(parameters.text("page_token")).orElse(null),
                Math.max(parameters.integer("offset", 0), 0),
                limit);
    }

    private void cancel(Context ctx) {
        long runId = Parameters.of(ctx).id("run_id");
        load(runId);
        jobs.cancel(runId);
        ctx.json(Json.object());
    }

    private void repair(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        LegacyParameters.of(parameters.all()).requireWithout(parameters.texts("job_parameters"));
        Long latest = parameters.number("latest_repair_id");
        long repairId = jobs.repair(new RepairRun(
                parameters.id("run_id"),
                choice(parameters),
                parameters.texts("job_parameters"),
                latest == null || latest == 0 ? null : latest));
        ctx.json(Json.object().put("repair_id", repairId));
    }

    private static RepairChoice choice(Parameters parameters) {
        List<String> keys = parameters.list("rerun_tasks");
        boolean all = parameters.flag("rerun_all_failed_tasks");
        if (all == !keys.isEmpty()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Either rerun_tasks or rerun_all_failed_tasks must say what to run again, and not both.");
        }

        RepairChoice choice = all ? RepairChoice.allFailed() : RepairChoice.of(Set.copyOf(keys));
        return parameters.flag("rerun_dependent_tasks") ? choice.withDependents() : choice;
    }

    private RunView load(long runId) {
        return jobs.findRun(runId)
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "Run %d does not exist.".formatted(runId)));
    }

    private static RunProjection projection(Context ctx) {
        return new RunProjection(ctx.scheme() + "://" + ctx.host());
    }

    private Optional<TaskRunView> taskRun(RunView run, long runId) {
        return run.runId() == runId ? Optional.empty() : jobs.findTaskRun(runId);
    }

    /** The newest attempt, when all task runs are attempts at one task. */
    private static Optional<TaskRunView> onlyTaskRun(RunView run) {
        long keys = run.tasks().stream().map(TaskRunView::taskKey).distinct().count();
        return keys == 1 ? Optional.of(run.tasks().get(run.tasks().size() - 1)) : Optional.empty();
    }

    private static LeatException severalTasks() {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each"
                        + " individual task run instead.");
    }

    private static void putIfGiven(ObjectNode json, String field, @Nullable String text) {
        if (text != null) {
            json.put(field, text);
        }
    }
}
