package io.leat.jobs.features;

import static io.leat.jobs.expression.TaskSql.inline;
import static io.leat.jobs.expression.TaskSql.quote;

import io.leat.core.job.FeaturesTask.Aggregate;
import io.leat.core.job.FeaturesTask.Feature;
import io.leat.core.job.FeaturesTask.Source;
import io.leat.jobs.expression.Part;
import io.leat.jobs.expression.TaskSql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one source: keys, time, when they became known, and the values of its features.
 *
 * @param rows columns {@code leat_key_N}, {@code leat_time}, {@code leat_known} and {@code leat_value_N}
 * @param parts what the user wrote of the query
 * @param valueColumns the column of each feature's value; none for a count of facts
 */
record SourceFacts(
        String option, Source source, Dataset<Row> rows, List<Part> parts, Map<String, Integer> valueColumns) {
    static final String KEY = "leat_key_";
    static final String TIME = "leat_time";
    static final String KNOWN = "leat_known";
    static final String VALUE = "leat_value_";

    /** @param keys names of the spine's keys */
    static SourceFacts of(int index, Source source, List<String> keys, Dataset<Row> table, TaskSql sql) {
        String option = "features_task.sources[%d]".formatted(index);
        String view = "leat_source_" + index;
        table.createOrReplaceTempView(view);
        List<String> own = source.keys() == null ? keys : source.keys();
        if (own.size() != keys.size()) {
            throw FeaturesErrors.keyCount(option, own, keys);
        }
        return new Query(option, view, source).run(own, sql);
    }

    private static final class Query {
        private final String option;
        private final String view;
        private final Source source;
        private final List<String> columns = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();

        Query(String option, String view, Source source) {
            this.option = option;
            this.view = view;
            this.source = source;
        }

        SourceFacts run(List<String> keys, TaskSql sql) {
            for (int i = 0; i < keys.size(); i++) {
                add("%s.keys[%d]".formatted(option, i), quote(keys.get(i)), KEY + i);
            }
            add(option + ".timestamp", quote(source.timestamp()), TIME);
            String known = source.availableAt() == null ? source.timestamp() : source.availableAt();
            add(option + ".available_at", quote(known), KNOWN);
            Map<String, Integer> values = addValues();
            String where = "";
            if (source.where() != null) {
                parts.add(new Part(option + ".where", source.where(), view));
                where = " WHERE " + inline(source.where());
            }
            String query = "SELECT %s FROM %s%s".formatted(String.join(", ", columns), view, where);
            Dataset<Row> rows = sql.query(option, query, parts);
            Types.time(option + ".timestamp", rows.select(TIME));
            Types.time(option + ".available_at", rows.select(KNOWN));
            return new SourceFacts(option, source, rows, List.copyOf(parts), values);
        }

        /** Each expression once, however many features use it. */
        private Map<String, Integer> addValues() {
            Map<String, Integer> byExpression = new LinkedHashMap<>();
            Map<String, Integer> byFeature = new LinkedHashMap<>();
            for (Feature feature : source.features()) {
                FeatureRules.check(option, feature);
                String expression = feature.asOf() == null ? feature.value() : feature.asOf();
                if (expression == null) {
                    continue;
                }
                Integer column = byExpression.get(expression);
                if (column == null) {
                    column = byExpression.size();
                    byExpression.put(expression, column);
                    String field = feature.asOf() == null ? ".value" : ".as_of";
                    add(FeatureRules.option(option, feature) + field, expression, VALUE + column);
                }
                byFeature.put(feature.name(), column);
            }
            return byFeature;
        }

        private void add(String where, String expression, String name) {
            columns.add(inline(expression) + " AS " + name);
            parts.add(new Part(where, expression, view));
        }
    }

    DataType keyType(int i) {
        return rows.schema().apply(KEY + i).dataType();
    }

    int values() {
        return (int) Arrays.stream(rows.columns())
                .filter(column -> column.startsWith(VALUE))
                .count();
    }

    /** When a fact counts as known: not before its own time; null if either is. */
    Column instant() {
        Column time = time();
        Column known = Types.micros(functions.col(KNOWN));
        return functions.when(known.geq(time), known).when(known.lt(time), time);
    }

    Column time() {
        return Types.micros(functions.col(TIME));
    }

    SourceSpec spec() {
        List<FeatureSpec> features = new ArrayList<>();
        for (Feature feature : source.features()) {
            features.add(spec(feature));
        }
        return new SourceSpec(1 + values(), features);
    }

    private FeatureSpec spec(Feature feature) {
        Integer column = valueColumns.get(feature.name());
        DataType type =
                column == null ? null : rows.schema().apply(VALUE + column).dataType();
        Aggregate aggregate = feature.asOf() == null ? feature.aggregate() : null;
        checkType(feature, type);
        int ordinal = column == null ? -1 : 1 + column;
        return new FeatureSpec(feature.name(), aggregate, ordinal, type, FeatureRules.reach(option, feature));
    }

    private void checkType(Feature feature, @Nullable DataType type) {
        Aggregate aggregate = feature.aggregate();
        if (type == null || aggregate == null || aggregate == Aggregate.COUNT) {
            return;
        }
        Storage storage = Storage.of(type);
        boolean numeric = storage.isIntegral() || storage.isFloating() || storage.isDecimal();
        boolean fits = switch (aggregate) {
            case COUNT -> true;
            case SUM, AVG -> numeric && FeatureRules.isNumber(type);
            case MIN, MAX -> storage != Storage.PRESENCE;
        };
        if (!fits) {
            throw FeaturesErrors.notAggregable(FeatureRules.option(option, feature), aggregate, type);
        }
    }
}
