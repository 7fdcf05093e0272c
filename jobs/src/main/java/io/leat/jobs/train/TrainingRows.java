package io.leat.jobs.train;

import static io.leat.jobs.expression.TaskSql.inline;
import static io.leat.jobs.expression.TaskSql.quote;

import io.leat.jobs.expression.Part;
import io.leat.jobs.expression.TaskSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The rows a model is made from: its features as the table has them, the label as a double, and on which side of the
 * split each row falls.
 *
 * @param parts what the user wrote of the query
 */
record TrainingRows(Dataset<Row> rows, List<String> numbers, List<String> texts, List<Part> parts) {
    static final String LABEL = "leat_label";
    static final String TEST = "leat_test";
    private static final String VIEW = "leat_training";
    private static final String OPTION = "train_task";
    private static final long BUCKETS = 1_000_000;
    private static final Set<DataType> WHOLE = Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType);

    static TrainingRows of(TrainingPlan plan, Dataset<Row> table, TaskSql sql) {
        table.createOrReplaceTempView(VIEW);
        List<Part> parts = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (String feature : plan.task().features()) {
            columns.add(quote(feature));
            parts.add(new Part(OPTION + ".features", quote(feature), VIEW));
        }
        columns.add(quote(plan.task().label()) + " AS " + LABEL);
        parts.add(new Part(OPTION + ".label", quote(plan.task().label()), VIEW));
        for (int i = 0; i < plan.splitKey().size(); i++) {
            columns.add(quote(plan.splitKey().get(i)) + " AS " + keyColumn(i));
            parts.add(new Part(OPTION + ".split.key", quote(plan.splitKey().get(i)), VIEW));
        }
        String where = "";
        if (plan.task().where() != null) {
            parts.add(new Part(OPTION + ".where", plan.task().where(), VIEW));
            where = " WHERE " + inline(plan.task().where());
        }
        String query = "SELECT %s FROM %s%s".formatted(String.join(", ", columns), VIEW, where);
        return typed(plan, sql.query(OPTION, query, parts), parts);
    }

    private static TrainingRows typed(TrainingPlan plan, Dataset<Row> raw, List<Part> parts) {
        StructType schema = raw.schema();
        List<String> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < plan.task().features().size(); i++) {
            String feature = schema.fieldNames()[i];
            DataType type = schema.fields()[i].dataType();
            if (type instanceof StringType) {
                texts.add(feature);
            } else if (type instanceof NumericType || type instanceof BooleanType) {
                numbers.add(feature);
            } else {
                throw TrainErrors.featureType(feature, type.sql());
            }
            columns.add(functions.col(quote(feature)));
        }
        columns.add(label(plan, schema.apply(LABEL).dataType()).as(LABEL));
        columns.add(isTest(plan, schema).as(TEST));
        Dataset<Row> rows = raw.select(columns.toArray(new Column[0]));
        return new TrainingRows(rows, List.copyOf(numbers), List.copyOf(texts), List.copyOf(parts));
    }

    private static Column label(TrainingPlan plan, DataType type) {
        Column label = functions.col(LABEL);
        if (type instanceof BooleanType && plan.isClassification()) {
            return label.cast(DataTypes.IntegerType).cast(DataTypes.DoubleType);
        }
        if (!(type instanceof NumericType)) {
            throw TrainErrors.labelType(plan.task().label(), type.sql(), plan.isClassification());
        }
        Column number = label.cast(DataTypes.DoubleType);
        return functions.nanvl(number, functions.lit(null).cast(DataTypes.DoubleType));
    }

    /** By the hash of the key alone, so a key is on the same side in every run, whatever else changes. */
    private static Column isTest(TrainingPlan plan, StructType schema) {
        Column[] key = new Column[plan.splitKey().size()];
        for (int i = 0; i < key.length; i++) {
            Column column = functions.col(keyColumn(i));
            boolean whole = WHOLE.contains(schema.apply(keyColumn(i)).dataType());
            key[i] = whole ? column.cast(DataTypes.LongType) : column; // a key that was widened keeps its side
        }
        Column bucket = functions.pmod(functions.xxhash64(key), functions.lit(BUCKETS));
        return bucket.lt(functions.lit(Math.round(plan.testShare() * BUCKETS)));
    }

    private static String keyColumn(int i) {
        return "leat_split_" + i;
    }
}
