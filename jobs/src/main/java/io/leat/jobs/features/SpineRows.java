package io.leat.jobs.features;

import static io.leat.jobs.expression.TaskSql.inline;
import static io.leat.jobs.expression.TaskSql.quote;

import io.leat.core.job.FeaturesTask.Spine;
import io.leat.jobs.expression.Part;
import io.leat.jobs.expression.TaskSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The rows features are built for.
 *
 * @param rows with the columns of the output that come from the spine
 * @param keys types of the keys
 */
record SpineRows(Dataset<Row> rows, Spine spine, List<DataType> keys) {
    static final String VIEW = "leat_spine";
    private static final String OPTION = "features_task.spine";

    SpineRows {
        keys = List.copyOf(keys);
    }

    static SpineRows of(Spine spine, Dataset<Row> table, TaskSql sql) {
        table.createOrReplaceTempView(VIEW);
        List<Part> parts = parts(spine);
        String where = "";
        if (spine.where() != null) {
            parts.add(new Part(OPTION + ".where", spine.where(), VIEW));
            where = " WHERE " + inline(spine.where());
        }
        Dataset<Row> rows = sql.query(OPTION, "SELECT %s FROM %s%s".formatted(columns(spine), VIEW, where), parts);
        String keys = columnList(spine.keys());
        StructType keyTypes = sql.query(OPTION, "SELECT %s FROM %s".formatted(keys, VIEW), parts)
                .schema();
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < spine.keys().size(); i++) {
            types.add(Types.key("%s.keys[%d]".formatted(OPTION, i), keyTypes.fields()[i]));
        }
        SpineRows result = new SpineRows(rows, spine, types);
        Types.time(OPTION + ".timestamp", rows.select(result.column(spine.timestamp())));
        return result;
    }

    private static List<Part> parts(Spine spine) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < spine.keys().size(); i++) {
            parts.add(new Part(
                    "%s.keys[%d]".formatted(OPTION, i), quote(spine.keys().get(i)), VIEW));
        }
        parts.add(new Part(OPTION + ".timestamp", quote(spine.timestamp()), VIEW));
        List<String> columns = spine.columns() == null ? List.of() : spine.columns();
        for (int i = 0; i < columns.size(); i++) {
            parts.add(new Part("%s.columns[%d]".formatted(OPTION, i), quote(columns.get(i)), VIEW));
        }
        return parts;
    }

    /** All columns, or the keys, the timestamp and those asked for, each once. */
    private static String columns(Spine spine) {
        if (spine.columns() == null) {
            return "*";
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        List<String> named = new ArrayList<>(spine.keys());
        named.add(spine.timestamp());
        named.addAll(spine.columns());
        named.forEach(column -> chosen.putIfAbsent(column.toLowerCase(Locale.ROOT), column));
        return columnList(List.copyOf(chosen.values()));
    }

    private static String columnList(List<String> columns) {
        return columns.stream().map(TaskSql::quote).collect(Collectors.joining(", "));
    }

    /** A column of the rows. */
    Column column(String name) {
        return functions.col(quote(name));
    }

    Column key(int i) {
        return column(spine.keys().get(i));
    }

    Column instant() {
        return Types.micros(column(spine.timestamp()));
    }

    StructType schema() {
        return rows.schema();
    }
}
