package io.leat.jobs.table;

import static io.leat.jobs.expression.TaskSql.inline;
import static io.leat.jobs.expression.TaskSql.quote;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import io.leat.jobs.expression.Part;
import io.leat.jobs.expression.TaskSql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * One row for each key, as a merge needs it: of rows with the same keys the one with the highest {@code order_by}.
 * Among equals the choice is arbitrary but the same each time, so that a retry writes the same rows.
 *
 * @param option the task, under which errors are told
 */
public record Newest(
        String option, List<String> keys, @Nullable String orderBy) {
    private static final String RANK = "__leat_rank";
    private static final String VIEW = "__leat_rows";

    public Newest {
        keys = List.copyOf(keys);
    }

    /** Checks keys as a task declares them: there must be some for a merge, and they must be columns. */
    public static Newest forMerge(
            String option, @Nullable List<String> keys, @Nullable String orderBy, Dataset<Row> rows) {
        if (keys == null || keys.isEmpty()) {
            throw invalid("%s.keys: mode merge needs the columns that identify a row.".formatted(option));
        }
        List<String> columns = List.of(rows.columns());
        List<String> found = new ArrayList<>();
        for (String key : keys) {
            found.add(columns.stream()
                    .filter(key::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> invalid("%s.keys: there is no column %s%s The columns are %s."
                            .formatted(option, key, hint(key, columns), columns))));
        }
        return new Newest(option, found, orderBy);
    }

    /** Refuses options that only a merge has. */
    public static void onlyForMerge(String option, @Nullable List<String> keys, @Nullable String orderBy) {
        if (keys != null && !keys.isEmpty()) {
            throw invalid(
                    "%s.keys: identify rows for mode merge; set mode: merge, or leave them out.".formatted(option));
        }
        if (orderBy != null) {
            throw invalid("%s.order_by: orders rows of a key for mode merge; set mode: merge, or leave it out."
                    .formatted(option));
        }
    }

    /**
     * One row for each key.
     *
     * @param repeated how many rows had the keys of another and were left out
     */
    public record Unique(Dataset<Row> rows, long read, long repeated) {}

    /**
     * As {@link #of}, for rows that are cheap to read twice: their keys are counted first, and where none is repeated
     * the rows are left as they are, which spares the merge a sort of whole rows each time it evaluates them.
     */
    public Unique counted(Dataset<Row> rows, TaskSql sql) {
        Column[] columns = keys.stream().map(key -> functions.col(quote(key))).toArray(Column[]::new);
        Row found = rows.groupBy(columns)
                .agg(functions.count(functions.lit(1)).as(RANK))
                .agg(functions.coalesce(functions.sum(RANK), functions.lit(0L)), functions.count(functions.lit(1)))
                .head();
        long read = found.getLong(0);
        long repeated = read - found.getLong(1);
        boolean unique = repeated == 0 && isDeterministic(rows);
        return new Unique(unique ? rows : of(rows, sql), read, repeated);
    }

    private static boolean isDeterministic(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .analyzed()
                .deterministic();
    }

    public Dataset<Row> of(Dataset<Row> rows, TaskSql sql) {
        rows.createOrReplaceTempView(VIEW);
        String all = Arrays.stream(rows.schema().fields())
                .filter(field -> !holdsMap(field.dataType()))
                .map(StructField::name)
                .map(TaskSql::quote)
                .collect(Collectors.joining(", "));
        List<String> order = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        if (orderBy != null) {
            order.add(inline(orderBy) + " DESC NULLS LAST");
            parts.add(new Part(option + ".order_by", orderBy, VIEW));
        }
        order.add("xxhash64(" + all + ") DESC");
        String partition = keys.stream().map(TaskSql::quote).collect(Collectors.joining(", "));
        String query = "SELECT *, row_number() OVER (PARTITION BY %s ORDER BY %s) AS %s FROM %s"
                .formatted(partition, String.join(", ", order), RANK, VIEW);
        return sql.query(option, query, parts).where(quote(RANK) + " = 1").drop(RANK);
    }

    private static boolean holdsMap(DataType type) {
        return type.existsRecursively(t -> t instanceof MapType);
    }

    private static String hint(String key, List<String> columns) {
        String hint = Nearest.didYouMean(key, columns);
        return hint.isEmpty() ? "." : hint;
    }

    private static LeatException invalid(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
