package io.leat.jobs.rows;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.cluster.QueryResult.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The first rows of a dataset, with their columns.
 *
 * @param truncated whether there are more
 */
public record SqlRows(List<Column> columns, List<List<JsonNode>> rows, boolean truncated) {

    /** Computes no more rows of the dataset than it takes to give {@code limit} of them. */
    public static SqlRows of(Dataset<Row> dataset, int limit) {
        List<Row> found = dataset.takeAsList(limit + 1);
        List<List<JsonNode>> rows = new ArrayList<>();
        for (Row row : found.subList(0, Math.min(limit, found.size()))) {
            List<JsonNode> values = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                values.add(SqlValue.json(row.get(i)));
            }

            rows.add(values);
        }

        return new SqlRows(columns(dataset.schema()), rows, found.size() > limit);
    }

    private static List<Column> columns(StructType schema) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            String comment = field.getComment().isDefined() ? field.getComment().get() : null;
            columns.add(new Column(field.name(), field.dataType().catalogString(), field.nullable(), comment));
        }

        return columns;
    }
}
