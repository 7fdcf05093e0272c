package io.leat.connectors.delta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The columns, rules and comments a table has after a write. A write adds rules; only a person takes them away. */
final class TableShape {
    /** Of every table that Leat creates: ids are kept for 90 days, and a checkpoint is not written every 10 commits. */
    static final Map<String, String> PROPERTIES =
            Map.of("delta.setTransactionRetentionDuration", "interval 90 days", "delta.checkpointInterval", "100");

    private static final String CONSTRAINT = "delta.constraints.";

    private TableShape() {}

    /** What {@code base} becomes when the table has {@code columns} and what {@code spec} asks for beside them. */
    static Metadata of(String table, Metadata base, StructType columns, WriteSpec spec) {
        checkColumns("not_null of table " + table, spec.notNull(), columns);
        checkColumns("column_comments of table " + table, spec.columnComments().keySet(), columns);
        Map<String, String> configuration = new HashMap<>(Scala.map(base.configuration()));
        spec.constraints().forEach((name, condition) -> configuration.put(constraintKey(name), condition));
        return with(base, fields(base.schema(), columns, spec), configuration, spec);
    }

    /** What a new table starts from. */
    static Metadata fresh(Metadata base, StructType columns) {
        Map<String, String> configuration = new HashMap<>(Scala.map(base.configuration()));
        configuration.putAll(PROPERTIES);
        return with(base, columns, configuration, WriteSpec.plain());
    }

    static boolean same(Metadata one, Metadata other) {
        return one.schema().equals(other.schema())
                && one.configuration().equals(other.configuration())
                && Objects.equals(one.description(), other.description());
    }

    /** Conditions by constraint. */
    static Map<String, String> constraints(Metadata metadata) {
        Map<String, String> constraints = new HashMap<>();
        Scala.map(metadata.configuration()).forEach((key, condition) -> {
            if (key.startsWith(CONSTRAINT)) {
                constraints.put(key.substring(CONSTRAINT.length()), condition);
            }
        });
        return constraints;
    }

    /** Analyses every constraint: one that cannot be checked would make the table impossible to write. */
    static void checkConstraints(SparkSession spark, String table, Metadata metadata) {
        constraints(metadata).forEach((name, condition) -> {
            try {
                spark.createDataFrame(List.of(), metadata.schema())
                        .filter(condition)
                        .schema();
            } catch (Exception e) {
                throw TableErrors.badConstraint(table, name, condition, e);
            }
        });
    }

    private static String constraintKey(String name) {
        return CONSTRAINT + name.toLowerCase(Locale.ROOT);
    }

    private static StructType fields(StructType existing, StructType columns, WriteSpec spec) {
        List<StructField> fields = new ArrayList<>();
        for (StructField column : columns.fields()) {
            StructField known = find(existing, column);
            StructField field =
                    known == null ? new StructField(column.name(), column.dataType(), true, Rows.NO_METADATA) : known;
            boolean nullable = field.nullable() && !spec.notNull().contains(field.name());
            StructField ruled = new StructField(field.name(), field.dataType(), nullable, field.metadata());
            String comment = spec.columnComments().get(field.name());
            fields.add(comment == null ? ruled : ruled.withComment(comment));
        }

        return new StructType(fields.toArray(StructField[]::new));
    }

    private static @Nullable StructField find(StructType existing, StructField column) {
        for (StructField field : existing.fields()) {
            if (field.name().equals(column.name()) && Rows.sameType(field.dataType(), column.dataType())) {
                return field;
            }
        }

        return null;
    }

    private static Metadata with(Metadata base, StructType columns, Map<String, String> configuration, WriteSpec spec) {
        return new Metadata(
                base.id(),
                base.name(),
                spec.comment() == null ? base.description() : spec.comment(),
                base.format(),
                columns.json(),
                base.partitionColumns(),
                Scala.map(configuration),
                base.createdTime());
    }

    private static void checkColumns(String what, Iterable<String> named, StructType columns) {
        Set<String> known = Set.of(columns.fieldNames());
        for (String column : named) {
            if (!known.contains(column)) {
                throw TableErrors.noSuchColumn(what, column, List.of(columns.fieldNames()));
            }
        }
    }
}
