package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.cluster.Listing;
import io.leat.core.cluster.LogReading;
import io.leat.core.cluster.Lookup;
import io.leat.core.cluster.MintRequest;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.function.Function;

/** The agent protocol. A driver's token lets it speak for that driver alone. */
final class AgentRoutes implements Routes {
    private final AgentApi agents;

    AgentRoutes(AgentApi agents) {
        this.agents = agents;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post(Protocol.REGISTER, this::register, Caller.DRIVER);
        routes.post(Protocol.POLL, this::poll, Caller.DRIVER);
        routes.post(Protocol.REPORT, this::report, Caller.DRIVER);
        routes.post(Protocol.MINT, this::mint, Caller.DRIVER);
        routes.post(Protocol.LISTING, this::listing, Caller.DRIVER);
        routes.post(Protocol.LOG, this::logRead, Caller.DRIVER);
        routes.post(Protocol.LOOKUP, this::lookUp, Caller.DRIVER);
        routes.post(Protocol.RESULT, this::result, Caller.DRIVER);
    }

    private void register(Context ctx) {
        ctx.json(agents.register(message(ctx, Registration.class, Registration::driverId)));
    }

    /** Holds no thread while it waits. */
    private void poll(Context ctx) {
        Poll poll = message(ctx, Poll.class, Poll::driverId);
        ctx.future(() -> agents.poll(poll).thenAccept(ctx::json));
    }

    private void report(Context ctx) {
        Report report = message(ctx, Report.class, Report::driverId);
        ctx.future(() -> agents.report(report).thenAccept(ctx::json));
    }

    private void mint(Context ctx) {
        ctx.json(agents.mint(message(ctx, MintRequest.class, MintRequest::driverId)));
    }

    private void listing(Context ctx) {
        ctx.json(agents.listing(message(ctx, Listing.class, Listing::driverId)));
    }

    private void logRead(Context ctx) {
        ctx.json(agents.logRead(message(ctx, LogReading.class, LogReading::driverId)));
    }

    private void lookUp(Context ctx) {
        ctx.json(agents.lookUp(message(ctx, Lookup.class, Lookup::driverId)));
    }

    private void result(Context ctx) {
        agents.result(message(ctx, QueryResult.class, QueryResult::driverId));
        ctx.json(Json.object());
    }

    private static <T> T message(Context ctx, Class<T> type, Function<T, String> sender) {
        T message = Bodies.agent(ctx, type);
        String driverId = Gate.driver(ctx);
        if (!driverId.equals(sender.apply(message))) {
            throw new LeatException(
                    ErrorCode.PERMISSION_DENIED,
                    "The token is driver %s's; it cannot speak for driver %s."
                            .formatted(driverId, sender.apply(message)));
        }

        return message;
    }
}
