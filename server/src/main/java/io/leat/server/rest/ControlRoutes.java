package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.json.Json;
import io.leat.server.rest.ControlApi.Stop;

/** How the control plane is, and its end. */
final class ControlRoutes implements Routes {
    private final ControlApi control;

    ControlRoutes(ControlApi control) {
        this.control = control;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/health", ctx -> ctx.json(Json.object().put("status", "ok")), Caller.ANYONE);
        routes.get("/api/leat/1.0/status", ctx -> ctx.json(control.status()), Caller.CLIENT);
        routes.post("/api/leat/1.0/stop", this::stop, Caller.CLIENT);
    }

    private void stop(Context ctx) {
        control.stop(Parameters.of(ctx).flag("force") ? Stop.NOW : Stop.WHEN_IDLE);
        ctx.json(Json.object());
    }
}
