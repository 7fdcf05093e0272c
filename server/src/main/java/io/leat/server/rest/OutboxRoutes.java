package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/** {@code /api/leat/1.0/outbox}: read, and acknowledged when it was sent. */
final class OutboxRoutes implements Routes {
    private static final String OUTBOX = "/api/leat/1.0/outbox";
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final OutboxApi outbox;

    OutboxRoutes(OutboxApi outbox) {
        this.outbox = outbox;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get(OUTBOX, this::list, Caller.CLIENT);
        routes.post(OUTBOX + "/acknowledge", this::acknowledge, Caller.CLIENT);
    }

    private void list(Context ctx) {
        int limit = Parameters.of(ctx).integer("limit", USUAL);
        if (limit < 1 || limit > MOST) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "limit is %d; give 1 to %d.".formatted(limit, MOST));
        }

        ctx.json(new Entries(outbox.open(limit)));
    }

    private void acknowledge(Context ctx) {
        JsonNode ids = Json.parse(Bodies.text(ctx), JsonNode.class).path("entry_ids");
        if (!ids.isArray()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "entry_ids is missing; give the list of what was sent.");
        }

        List<String> entryIds = new ArrayList<>();
        ids.forEach(id -> entryIds.add(id.asText()));
        outbox.acknowledge(entryIds);
        ctx.json(Json.object());
    }

    private record Entries(List<OutboxApi.Entry> entries) {}
}
