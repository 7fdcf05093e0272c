package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.json.Json;

/** {@code /api/2.x/jobs}: what changes saved jobs. */
final class JobChangeRoutes implements Routes {
    private final SavedJobsApi jobs;

    JobChangeRoutes(SavedJobsApi jobs) {
        this.jobs = jobs;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (String version : Versions.ALL) {
            String base = "/api/" + version + "/jobs";
            routes.post(base + "/create", ctx -> create(ctx, version), Caller.CLIENT);
            routes.post(base + "/reset", ctx -> reset(ctx, version), Caller.CLIENT);
            routes.post(base + "/update", this::update, Caller.CLIENT);
            routes.post(base + "/delete", this::delete, Caller.CLIENT);
        }
    }

    private void create(Context ctx, String version) {
        long jobId = jobs.create(SettingsForm.ofJob(Parameters.of(ctx).all(), version));
        ctx.json(Json.object().put("job_id", jobId));
    }

    private void reset(Context ctx, String version) {
        Parameters parameters = Parameters.of(ctx);
        jobs.reset(parameters.id("job_id"), SettingsForm.ofJob(parameters.object("new_settings"), version));
        ctx.json(Json.object());
    }

    private void update(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        jobs.update(parameters.id("job_id"), parameters.object("new_settings"), parameters.list("fields_to_remove"));
        ctx.json(Json.object());
    }

    private void delete(Context ctx) {
        jobs.delete(Parameters.of(ctx).id("job_id"));
        ctx.json(Json.object());
    }
}
