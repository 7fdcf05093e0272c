package io.leat.core.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query gave.
 *
 * @param columns with their Spark SQL types
 * @param rows JSON values in the order of the columns: numbers and booleans as such, all else as text or null
 * @param truncated whether there were more rows than asked for
 * @param error the user's mistake, in one line; then there are no rows
 */
public record QueryResult(
        String driverId,
        String queryId,
        List<Column> columns,
        List<List<JsonNode>> rows,
        boolean truncated,
        @Nullable String error) {
    /** A column of a result or a table. */
    public record Column(
            String name,
            String type,
            boolean nullable,
            @Nullable String comment) {}

    public QueryResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
