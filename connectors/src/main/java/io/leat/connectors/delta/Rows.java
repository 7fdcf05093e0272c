package io.leat.connectors.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows about to be written, and how their columns fit those of a table: by name, never by position. */
final class Rows {
    static final Metadata NO_METADATA = Metadata.empty();

    private static final String FORBIDDEN = " ,;{}()\n\t=";

    private Rows() {}

    /** The columns a table made from these rows has. */
    static StructType columns(String table, StructType rows) {
        List<String> problems = new ArrayList<>();
        List<StructField> fields = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (StructField field : rows.fields()) {
            problems.addAll(problems(field, seen));
            fields.add(new StructField(field.name(), field.dataType().asNullable(), true, NO_METADATA));
        }

        if (fields.isEmpty()) {
            problems.add("they have no columns");
        }

        refuse(table, problems);
        return new StructType(fields.toArray(StructField[]::new));
    }

    /** The rows with the types of the table's columns, where that loses nothing. Columns the rows lack stay out. */
    static Dataset<Row> fitted(String table, Dataset<Row> rows, StructType target) {
        StructType source = rows.schema();
        List<String> problems = new ArrayList<>();
        for (StructField field : source.fields()) {
            if (!List.of(target.fieldNames()).contains(field.name())) {
                problems.add(unknown(field.name(), target));
            }
        }

        List<Column> columns = new ArrayList<>();
        boolean asTheyAre = true;
        for (StructField wanted : target.fields()) {
            int index = List.of(source.fieldNames()).indexOf(wanted.name());
            if (index >= 0) {
                DataType given = source.fields()[index].dataType();
                boolean same = sameType(given, wanted.dataType());
                asTheyAre &= same;
                columns.add(same ? column(wanted.name()) : column(wanted.name()).cast(wanted.dataType()));
                if (!same && !canCast(given, wanted.dataType())) {
                    problems.add("column %s is %s there and %s in the rows"
                            .formatted(wanted.name(), wanted.dataType().sql(), given.sql()));
                }
            }
        }

        refuse(table, problems);
        return asTheyAre ? rows : rows.select(columns.toArray(Column[]::new));
    }

    static boolean sameType(DataType one, DataType other) {
        return DataType.equalsIgnoreNullability(one, other);
    }

    static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    private static Column column(String name) {
        return functions.col(quoted(name));
    }

    private static boolean canCast(DataType from, DataType to) {
        boolean plain = from instanceof AtomicType && to instanceof AtomicType;
        return from.equals(DataTypes.NullType) || (plain && Cast.canUpCast(from, to));
    }

    private static List<String> problems(StructField field, Set<String> seen) {
        List<String> problems = new ArrayList<>();
        if (!seen.add(field.name().toLowerCase(Locale.ROOT))) {
            problems.add("column %s is there twice; names may not differ in case alone".formatted(field.name()));
        }

        if (field.name().chars().anyMatch(character -> FORBIDDEN.indexOf(character) >= 0)) {
            problems.add("column '%s' has a character that Parquet forbids (one of ' ,;{}()=', tab, newline); rename it"
                    .formatted(field.name()));
        }

        if (field.dataType().equals(DataTypes.NullType)) {
            problems.add("column %s has no type; cast its NULL to one".formatted(field.name()));
        }

        return problems;
    }

    private static String unknown(String column, StructType target) {
        return Arrays.stream(target.fieldNames())
                .filter(known -> known.equalsIgnoreCase(column))
                .findFirst()
                .map(known -> "column %s is written %s there".formatted(column, known))
                .orElseGet(() -> "column %s is not there; add it with ALTER TABLE %s, or write with mode overwrite"
                        .formatted(column, "… ADD COLUMN"));
    }

    private static void refuse(String table, List<String> problems) {
        if (!problems.isEmpty()) {
            throw TableErrors.columns(table, problems);
        }
    }
}
