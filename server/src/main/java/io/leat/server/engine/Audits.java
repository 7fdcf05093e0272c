package io.leat.server.engine;

import io.leat.core.batch.Batch;
import io.leat.core.batch.Settled;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.TableAudit;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.rest.DataApi.Settlement;
import io.leat.server.store.BatchTable.BatchRow;
import io.leat.server.store.Store;
import io.leat.server.store.Tables;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** What tables' own logs know of batches; and the end of those that no run will see to. */
final class Audits {
    private final Store store;
    private final Loop loop;
    private final Function<Query, CompletableFuture<QueryResult>> drivers;

    Audits(Store store, Loop loop, Function<Query, CompletableFuture<QueryResult>> drivers) {
        this.store = store;
        this.loop = loop;
        this.drivers = drivers;
    }

    CompletableFuture<TableAudit> audit(String table) {
        return ask(Query.Kind.AUDIT, table).thenApply(result -> {
            if (result.error() != null) {
                throw new LeatException(ErrorCode.INVALID_STATE, result.error());
            }
            return answer(result, TableAudit.class);
        });
    }

    /** One batch after the other: a burn is a commit, and commits to one table only get into each other's way. */
    CompletableFuture<List<Settlement>> settle(String table) {
        CompletableFuture<List<Settlement>> all = CompletableFuture.completedFuture(List.of());
        for (BatchRow row : store.read(tables -> abandoned(tables, table))) {
            all = all.thenCompose(before -> settle(row).thenApply(settlement -> with(before, settlement)));
        }
        return all;
    }

    private static List<BatchRow> abandoned(Tables tables, String table) {
        return tables.batches().unsettled(table).stream()
                .filter(row -> Assignments.hasTable(row.batch()))
                .filter(row -> tables.runs()
                        .find(row.runId())
                        .map(run -> run.status().result() != null)
                        .orElse(true))
                .toList();
    }

    private CompletableFuture<Settlement> settle(BatchRow row) {
        Batch batch = row.batch();
        return ask(Query.Kind.SETTLE, Json.write(batch)).thenCompose(result -> {
            if (result.error() != null) {
                return CompletableFuture.completedFuture(
                        new Settlement(batch.batchId(), batch.state(), result.error()));
            }

            Settled settled = answer(result, Settled.class);
            return loop.submit(step -> {
                Reports.settled(step, row.taskRunId(), settled);
                return new Settlement(batch.batchId(), settled.state(), null);
            });
        });
    }

    private CompletableFuture<QueryResult> ask(Query.Kind kind, String text) {
        return drivers.apply(new Query(UUID.randomUUID().toString(), kind, text, 1));
    }

    private static <T> T answer(QueryResult result, Class<T> type) {
        return Json.read(result.rows().get(0).get(0).asText(), type);
    }

    private static List<Settlement> with(List<Settlement> before, Settlement settlement) {
        return Stream.concat(before.stream(), Stream.of(settlement)).toList();
    }
}
