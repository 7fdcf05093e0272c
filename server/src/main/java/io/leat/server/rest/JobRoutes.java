package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.LegacyParameters;
import io.leat.core.json.Json;
import io.leat.server.rest.JobsApi.Cursor;
import io.leat.server.rest.JobsApi.JobFilter;
import io.leat.server.rest.JobsApi.JobView;
import io.leat.server.rest.JobsApi.RunNow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /api/2.x/jobs}: jobs, and starting them. */
final class JobRoutes implements Routes {
    private static final int MOST = 100;
    private static final int USUAL = 20;
    private static final int LONGEST_TOKEN = 64;

    private final JobsApi jobs;
    private final SavedJobsApi savedJobs;

    JobRoutes(JobsApi jobs, SavedJobsApi savedJobs) {
        this.jobs = jobs;
        this.savedJobs = savedJobs;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (String version : Versions.ALL) {
            String base = "/api/" + version + "/jobs";
            routes.get(base + "/get", this::get, Caller.CLIENT);
            routes.get(base + "/list", this::list, Caller.CLIENT);
            routes.post(base + "/run-now", this::runNow, Caller.CLIENT);
            routes.post(base + "/runs/submit", this::submit, Caller.CLIENT);
            routes.post(base + "/runs/cancel-all", this::cancelAll, Caller.CLIENT);
        }
    }

    private void get(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        ctx.json(JobProjection.job(load(parameters.id("job_id")), Slice.of(parameters.text("page_token"))));
    }

    private void list(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        boolean expanded = parameters.flag("expand_tasks");
        Optional<Cursor> before = PageToken.read(parameters.text("page_token"));
        int limit = Math.min(Math.max(parameters.integer("limit", USUAL), 1), MOST);
        int offset = Math.max(parameters.integer("offset", 0), 0);
        List<JobView> found = jobs.jobs(new JobFilter(parameters.text("name"), before.orElse(null), offset, limit + 1));
        Listed<JobView> page = new Listed<>(found, limit);
        ObjectNode json = Json.object();
        page.write(
                json,
                "jobs",
                expanded ? JobProjection::summaryWithTasks : JobProjection::summary,
                job -> new Cursor(job.createdTime(), job.jobId()));
        ctx.json(json);
    }

    private void runNow(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        long jobId = parameters.id("job_id");
        load(jobId);
        Map<String, String> jobParameters = parameters.texts("job_parameters");
        LegacyParameters legacy = LegacyParameters.of(parameters.all());
        legacy.requireWithout(jobParameters);
        long runId = jobs.runNow(new RunNow(
                jobId, jobParameters, token(parameters), parameters.list("only"), legacy, queue(parameters)));
        ctx.json(Json.object().put("run_id", runId).put("number_in_job", runId));
    }

    private static @Nullable String token(Parameters parameters) {
        String token = parameters.text("idempotency_token");
        if (token != null && token.length() > LONGEST_TOKEN) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "idempotency_token has %d characters; it may have %d.".formatted(token.length(), LONGEST_TOKEN));
        }

        return token;
    }

    private static @Nullable Boolean queue(Parameters parameters) {
        JsonNode enabled = parameters.object("queue").path("enabled");
        return (enabled.isMissingNode() || enabled.isNull()) ? null : enabled.asBoolean();
    }

    private void submit(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        long runId = savedJobs.submit(SettingsForm.ofSubmit(parameters.all()), token(parameters));
        ctx.json(Json.object().put("run_id", runId));
    }

    private void cancelAll(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        Long jobId = parameters.number("job_id");
        boolean queued = parameters.flag("all_queued_runs");
        if (jobId == null && !queued) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "job_id is missing; without it, all_queued_runs must be true.");
        }

        savedJobs.cancelAll(jobId, queued);
        ctx.json(Json.object());
    }

    private JobView load(long jobId) {
        return jobs.findJob(jobId)
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "Job %d does not exist.".formatted(jobId)));
    }
}
