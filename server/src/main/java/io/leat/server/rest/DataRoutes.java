package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.rest.DataApi.ModelVersion;
import io.leat.server.rest.DataApi.Settlement;
import io.leat.server.rest.DataApi.TableSummary;
import java.util.List;

/** Tables, queries, lineage, checkpoints and models. */
final class DataRoutes implements Routes {
    private static final int USUAL_ROWS = 1000;
    private static final int MOST_ROWS = 100_000;

    private final DataApi data;

    DataRoutes(DataApi data) {
        this.data = data;
    }

    @Override
    public void register(RoutesConfig routes) {
        String base = "/api/leat/1.0";
        routes.get(base + "/tables", ctx -> ctx.json(new Tables(data.tables())), Caller.CLIENT);
        routes.get(base + "/tables/{name}", this::table, Caller.CLIENT);
        routes.get(base + "/tables/{name}/audit", this::audit, Caller.CLIENT);
        routes.post(base + "/tables/{name}/settle", this::settle, Caller.CLIENT);
        routes.post(base + "/sql", this::sql, Caller.CLIENT);
        routes.get(base + "/lineage/{name}", ctx -> ctx.json(data.lineage(ctx.pathParam("name"))), Caller.CLIENT);
        routes.get(base + "/checkpoints/{job}", ctx -> ctx.json(data.checkpoints(ctx.pathParam("job"))), Caller.CLIENT);
        routes.get(base + "/models", this::models, Caller.CLIENT);
    }

    private void table(Context ctx) {
        String name = ctx.pathParam("name");
        ctx.future(() -> data.table(name).thenAccept(ctx::json));
    }

    private void audit(Context ctx) {
        String name = ctx.pathParam("name");
        ctx.future(() -> data.audit(name).thenAccept(ctx::json));
    }

    private void settle(Context ctx) {
        String name = ctx.pathParam("name");
        ctx.future(() -> data.settle(name).thenAccept(settled -> ctx.json(new Settlements(settled))));
    }

    private void sql(Context ctx) {
        Parameters parameters = Parameters.of(ctx);
        String sql = parameters.text("sql");
        if (sql == null) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, "sql is missing; it is required here.");
        }

        int limit = Math.min(Math.max(parameters.integer("limit", USUAL_ROWS), 0), MOST_ROWS);
        ctx.future(() -> data.sql(sql, limit).thenAccept(ctx::json));
    }

    private void models(Context ctx) {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("models");
        data.models().forEach(model -> models.add(flat(model)));
        ctx.json(json);
    }

    /** What the task reported, with what the registry added, as one object. */
    static ObjectNode flat(ModelVersion model) {
        ObjectNode json = Json.tree(model);
        ObjectNode report = (ObjectNode) json.remove("report");
        json.setAll(report);
        return json;
    }

    private record Tables(List<TableSummary> tables) {}

    private record Settlements(List<Settlement> settled) {}
}
