package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import org.jspecify.annotations.Nullable;

/** Runs as they go: events as they happen, and logs. */
final class FeedRoutes implements Routes {
    private final RunFeedApi feed;
    private final EventStreams streams;

    FeedRoutes(RunFeedApi feed, EventStreams streams) {
        this.feed = feed;
        this.streams = streams;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/leat/1.0/runs/{run_id}/events", this::events, Caller.CLIENT);
        routes.get("/api/leat/1.0/runs/{task_run_id}/log", this::log, Caller.CLIENT);
    }

    private void events(Context ctx) {
        long runId = number("run_id", ctx.pathParam("run_id"));
        String resumed = ctx.header("Last-Event-ID");
        long after = number("after", resumed == null ? ctx.queryParam("after") : resumed);
        streams.open(ctx, stream -> feed.subscribe(runId, after, stream));
    }

    private void log(Context ctx) {
        long taskRunId = number("task_run_id", ctx.pathParam("task_run_id"));
        long offset = number("offset", ctx.queryParam("offset"));
        ctx.contentType("text/plain; charset=utf-8").result(feed.log(taskRunId, offset));
    }

    private static long number(String name, @Nullable String text) {
        try {
            return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "%s must be a whole number, not '%s'.".formatted(name, text), e);
        }
    }
}
