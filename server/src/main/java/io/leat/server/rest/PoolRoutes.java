package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;

/** {@code /api/leat/1.0/pools}: what task runs of all jobs share. */
final class PoolRoutes implements Routes {
    private static final String ALL = "/api/leat/1.0/pools";
    private static final String ONE = ALL + "/{name}";

    private final PoolsApi pools;

    PoolRoutes(PoolsApi pools) {
        this.pools = pools;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get(ALL, ctx -> ctx.json(new Pools(pools.pools())), Caller.CLIENT);
        routes.put(ONE, this::set, Caller.CLIENT);
        routes.delete(ONE, this::delete, Caller.CLIENT);
    }

    private void set(Context ctx) {
        Long slots = Parameters.of(ctx).number("slots");
        if (slots == null || slots != slots.intValue()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "slots is %s; a pool has a whole number of them.".formatted(slots == null ? "missing" : slots));
        }

        pools.set(ctx.pathParam("name"), slots.intValue());
        ctx.json(Json.object());
    }

    private void delete(Context ctx) {
        pools.delete(ctx.pathParam("name"));
        ctx.json(Json.object());
    }

    private record Pools(List<PoolsApi.Pool> pools) {}
}
