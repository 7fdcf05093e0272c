package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.rest.JobsApi.Cursor;
import io.leat.server.rest.JobsApi.JobFilter;
import io.leat.server.rest.JobsApi.JobView;
import io.leat.server.rest.JobsApi.RunNow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /api/2.x/jobs}: jobs, and starting them. */
final class JobRoutes implements Routes {
    private static final int MOST = 100;
    private static final int USUAL = 20;

    private final JobsApi jobs;

    JobRoutes(JobsApi jobs) {
        this.jobs = jobs;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (String version : Versions.ALL) {
            String base = "/api/" + version + "/jobs";
            routes.get(base + "/get", this::get, Caller.CLIENT);
            routes.get(base + "/list", this::list, Caller.CLIENT);
            routes.post(base + "/run-now", this::runNow, Caller.CLIENT);
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
        long runId = jobs.runNow(new RunNow(
                jobId,
                parameters.texts("job_parameters"),
                parameters.text("idempotency_token"),
                parameters.list("only"),
                LegacyParameters.of(parameters),
                queue(parameters)));
        ctx.json(Json.object().put("run_id", runId).put("number_in_job", runId));
    }

    private static @Nullable Boolean queue(Parameters parameters) {
        JsonNode enabled = parameters.object("queue").path("enabled");
        return enabled.isMissingNode() || enabled.isNull() ? null : enabled.asBoolean();
    }

    private JobView load(long jobId) {
        return jobs.findJob(jobId)
                .orElseThrow(() -> new LeatException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "Job %d does not exist.".formatted(jobId)));
    }
}
