package io.leat.connectors.delta;

import io.leat.core.cluster.QueryResult.Column;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as its log tells it now.
 *
 * @param table {@code schema.table}
 * @param tableId Delta's own id
 * @param version the newest
 * @param rows null when some file of the table has no statistics
 * @param versions newest first, as far back as the log goes
 */
public record TableDescription(
        String table,
        String tableId,
        long version,
        @Nullable Long rows,
        long bytes,
        @Nullable String comment,
        List<Column> schema,
        Map<String, String> properties,
        List<TableVersion> versions) {
    public TableDescription {
        schema = List.copyOf(schema);
        properties = Map.copyOf(properties);
        versions = List.copyOf(versions);
    }
}
