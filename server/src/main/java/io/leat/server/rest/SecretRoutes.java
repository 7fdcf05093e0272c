package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.auth.Secrets;
import java.util.List;

/** Secrets: put, listed by name, deleted; never read back. */
final class SecretRoutes implements Routes {
    private static final String ONE = "/api/leat/1.0/secrets/{scope}/{key}";

    private final Secrets secrets;

    SecretRoutes(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/leat/1.0/secrets", ctx -> ctx.json(new Names(secrets.list())), Caller.CLIENT);
        routes.put(ONE, this::put, Caller.CLIENT);
        routes.delete(ONE, this::delete, Caller.CLIENT);
    }

    private void put(Context ctx) {
        String value = Parameters.of(ctx).text("string_value");
        if (value == null) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "string_value is missing; it is required here.");
        }

        secrets.put(ctx.pathParam("scope"), ctx.pathParam("key"), value);
        ctx.json(Json.object());
    }

    private void delete(Context ctx) {
        secrets.delete(ctx.pathParam("scope"), ctx.pathParam("key"));
        ctx.json(Json.object());
    }

    private record Names(List<Secrets.Name> secrets) {}
}
