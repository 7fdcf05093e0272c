package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.server.rest.JobsApi.JobView;
import java.util.List;

/** The Jobs API's Job: the settings as given, with the defaults that clients rely on. */
final class JobProjection {
    private static final List<String> LONG_ARRAYS = List.of("tasks", "job_clusters", "environments", "parameters");

    private JobProjection() {}

    static ObjectNode job(JobView job, Slice slice) {
        ObjectNode json = head(job);
        ObjectNode settings = settings(job);
        boolean more = false;
        for (String field : LONG_ARRAYS) {
            more |= slice.cut(settings, field);
        }

        if (more) {
            // A client that appends page after page needs every list to be there on the first.
            LONG_ARRAYS.stream().filter(field -> !settings.has(field)).forEach(settings::putArray);
            slice.announceNext(json);
        }

        json.set("settings", settings);
        return json;
    }

    /** A job as lists show it, without its tasks. */
    static ObjectNode summary(JobView job) {
        ObjectNode json = head(job);
        json.set("settings", settings(job).without(List.of("tasks", "job_clusters")));
        return json;
    }

    /** A job as lists show it, with the first of its tasks. */
    static ObjectNode summaryWithTasks(JobView job) {
        ObjectNode json = job(job, Slice.FIRST);
        json.remove("next_page_token");
        return json;
    }

    private static ObjectNode head(JobView job) {
        ObjectNode json = Json.object();
        json.put("job_id", job.jobId());
        json.put("creator_user_name", job.creatorUserName());
        json.put("run_as_user_name", job.creatorUserName());
        json.put("created_time", job.createdTime());
        return json;
    }

    private static ObjectNode settings(JobView job) {
        ObjectNode settings = Json.object();
        settings.put("name", "Untitled");
        settings.put("max_concurrent_runs", 1);
        settings.put("timeout_seconds", 0);
        settings.putObject("email_notifications");
        settings.putObject("webhook_notifications");
        settings.setAll(job.settings());
        settings.put("format", "MULTI_TASK");
        return settings;
    }
}
