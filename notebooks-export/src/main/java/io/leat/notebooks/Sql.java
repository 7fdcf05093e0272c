package io.leat.notebooks;

import io.leat.core.job.TaskSlice;
import io.leat.core.value.References;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pieces of Spark SQL and the views it reads. */
final class Sql {
    private Sql() {}

    /** The view by which queries read a table, such as {@code bronze_clicks}. */
    static String view(String table) {
        return table.replaceAll("[^A-Za-z0-9_]", "_");
    }

    /** Statements that make the views of these tables, each once. */
    static String views(Python python, Collection<String> tables) {
        return tables.stream()
                .distinct()
                .map(table -> "read_table(" + python.text(table) + ").createOrReplaceTempView("
                        + Python.literal(view(table)) + ")\n")
                .collect(Collectors.joining());
    }

    /** A name as it goes into a query: as it is when it is plain, quoted otherwise. */
    static String name(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
    }

    static String names(List<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    /** The beginning of a query, one column a line; {@code *} without any. */
    static String select(@Nullable Map<String, String> columns) {
        return columns == null || columns.isEmpty()
                ? "SELECT *\n"
                : columns.entrySet().stream().map(Sql::column).collect(Collectors.joining(",\n  ", "SELECT\n  ", "\n"));
    }

    /** One column of a select list. */
    static String column(Map.Entry<String, String> column) {
        String expression = column.getValue().strip();
        String name = name(column.getKey());
        boolean isItself = expression.equals(name);
        return isItself ? name : expression + " AS " + name;
    }

    /** A clause such as WHERE on a line of its own, or nothing. */
    static String clause(String keyword, @Nullable String expression) {
        return expression == null ? "" : keyword + " " + expression.strip() + "\n";
    }

    /** The condition on the rows that a slice takes the place of; Spark gives its bounds the column's type. */
    static String slice(TaskSlice slice) {
        List<String> conditions = new ArrayList<>();
        bound(conditions, slice, " = ", slice.equals());
        bound(conditions, slice, " >= ", slice.from());
        bound(conditions, slice, " < ", slice.to());
        return String.join(" AND ", conditions);
    }

    /** What a write does to its table. */
    static String replacing(@Nullable TaskSlice slice) {
        return slice == null ? "replacing it" : "replacing the rows with " + slice(slice);
    }

    private static void bound(List<String> conditions, TaskSlice slice, String operator, @Nullable String value) {
        if (value != null) {
            String text = References.rewrite(value, Sql::escaped, path -> "{{" + path + "}}");
            conditions.add(name(slice.column()) + operator + "'" + text + "'");
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    static String interval(String duration) {
        return "INTERVAL '" + duration.strip().replace("'", "''") + "'";
    }

    /** A query that keeps one row of each key: the one with the highest {@code orderBy}, then of the highest hash. */
    static String latest(String view, List<String> keys, @Nullable String orderBy) {
        String order = orderBy == null ? "" : orderBy.strip() + " DESC NULLS LAST, ";
        return """
                SELECT * EXCEPT (_place)
                FROM (
                  SELECT *, row_number() OVER (PARTITION BY %s ORDER BY %sxxhash64(*) DESC) AS _place
                  FROM %s
                )
                WHERE _place = 1
                """.formatted(names(keys), order, view);
    }
}
