package io.leat.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.QueryResult.Column;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.server.rest.DataApi.TableDetail;
import io.leat.server.rest.DataApi.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts together what a driver read in a table's log and what the store knows of its versions. */
final class TableDetails {
    private TableDetails() {}

    static TableDetail of(String name, QueryResult inspected, List<TableVersion> known) {
        if (inspected.error() != null) {
            throw new LeatException(ErrorCode.RESOURCE_DOES_NOT_EXIST, inspected.error());
        }

        JsonNode table = Json.read(inspected.rows().get(0).get(0).asText(), JsonNode.class);
        List<Column> columns = new ArrayList<>();
        table.path("schema").forEach(column -> columns.add(Json.convert(column, Column.class)));
        Map<Long, TableVersion> byVersion =
                known.stream().collect(Collectors.toMap(TableVersion::version, Function.identity(), (a, b) -> a));
        List<TableVersion> versions = new ArrayList<>();
        table.path("versions").forEach(version -> versions.add(version(version, byVersion)));
        return new TableDetail(name, columns, table.path("comment").asText(null), versions);
    }

    private static TableVersion version(JsonNode read, Map<Long, TableVersion> known) {
        long version = read.path("version").asLong();
        String batchId = read.path("batch_id").asText(null);
        TableVersion ours = known.get(version);
        boolean isOurs =
                ours != null && ours.batchId() != null && ours.batchId().equals(batchId);
        Long rows = read.hasNonNull("rows") ? Long.valueOf(read.path("rows").asLong()) : null;
        return new TableVersion(
                version,
                read.path("committed_at").asLong(),
                isOurs && ours.rows() != null ? ours.rows() : rows,
                isOurs ? ours.totalRows() : null,
                read.path("operation").asText(null),
                batchId,
                isOurs ? ours.jobName() : null,
                isOurs ? ours.taskKey() : null,
                isOurs ? ours.runId() : null,
                isOurs ? ours.taskRunId() : null,
                isOurs ? ours.attemptNumber() : null);
    }
}
