package io.leat.jobs.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The spine's rows with their features: spine and facts are put together, brought by key to the same place, sorted by
 * key and instant, and walked through once. Facts of the same instant are sorted by time and value, so that the result
 * does not depend on how rows lie in files.
 */
final class PointInTime {
    private static final String INSTANT = "leat_instant";
    private static final String KIND = "leat_kind";
    private static final String SPINE = "leat_spine_row";
    private static final String FACT = "leat_fact_";
    private static final String METRICS = "leat_facts_";

    private final SpineRows spine;
    private final List<SourceFacts> sources;
    private final List<DataType> keys;
    private final WalkSpec spec;
    private final QueryExecution sorted;

    /** Facts as the shuffle met them. */
    record Counts(long read, long ignored) {}

    PointInTime(SpineRows spine, List<SourceFacts> sources, boolean inclusive) {
        this.spine = spine;
        this.sources = List.copyOf(sources);
        this.keys = commonKeys();
        List<SourceSpec> specs = sources.stream().map(SourceFacts::spec).toList();
        this.spec = new WalkSpec(keys, spine.schema().size(), specs, inclusive);
        this.sorted = ((org.apache.spark.sql.classic.Dataset<Row>) sorted()).queryExecution();
    }

    private List<DataType> commonKeys() {
        List<DataType> common = new ArrayList<>(spine.keys());
        for (SourceFacts source : sources) {
            for (int i = 0; i < common.size(); i++) {
                String option = "%s.keys[%d]".formatted(source.option(), i);
                String name = spine.spine().keys().get(i);
                common.set(i, Types.common(option, name, common.get(i), source.keyType(i)));
            }
        }
        return common;
    }

    private Dataset<Row> sorted() {
        Dataset<Row> all = spineLayout();
        for (int i = 0; i < sources.size(); i++) {
            all = all.unionAll(factLayout(i));
        }
        Column[] byKey = keyColumns();
        return all.repartition(byKey).sortWithinPartitions(order(all.schema()));
    }

    private Column[] keyColumns() {
        Column[] columns = new Column[keys.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = functions.col(SourceFacts.KEY + i);
        }
        return columns;
    }

    private Column[] order(StructType schema) {
        List<Column> order = new ArrayList<>(List.of(keyColumns()));
        order.add(functions.col(INSTANT));
        order.add(functions.col(KIND));
        for (int i = 0; i < sources.size(); i++) {
            if (RowOrdering.isOrderable(schema.apply(FACT + i).dataType())) {
                order.add(functions.col(FACT + i));
            } else {
                order.add(functions.col(FACT + i).getField(SourceFacts.TIME));
            }
        }
        return order.toArray(new Column[0]);
    }

    private Dataset<Row> spineLayout() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(key(spine.key(i), i));
        }
        columns.add(spine.instant().as(INSTANT));
        columns.add(functions.lit(spec.spineKind()).as(KIND));
        Column[] row = java.util.Arrays.stream(spine.schema().fieldNames())
                .map(spine::column)
                .toArray(Column[]::new);
        columns.add(functions.struct(row).as(SPINE));
        for (int i = 0; i < sources.size(); i++) {
            columns.add(functions.lit(null).cast(factType(i)).as(FACT + i));
        }
        return spine.rows().select(columns.toArray(new Column[0]));
    }

    private Dataset<Row> factLayout(int index) {
        SourceFacts source = sources.get(index);
        Column present = source.instant().isNotNull();
        for (int i = 0; i < keys.size(); i++) {
            present = present.and(functions.col(SourceFacts.KEY + i).isNotNull());
        }
        Dataset<Row> facts = source.rows()
                .observe(
                        METRICS + index,
                        functions.count(functions.lit(1)).as("read"),
                        functions.count_if(functions.not(present)).as("ignored"))
                .filter(present);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(key(functions.col(SourceFacts.KEY + i), i));
        }
        columns.add(source.instant().as(INSTANT));
        columns.add(functions.lit(spec.factKind(index)).as(KIND));
        columns.add(functions.lit(null).cast(spineType()).as(SPINE));
        for (int i = 0; i < sources.size(); i++) {
            columns.add((i == index ? fact(source) : functions.lit(null).cast(factType(i))).as(FACT + i));
        }
        return facts.select(columns.toArray(new Column[0]));
    }

    /** Minus zero is zero, here as in a join. */
    private Column key(Column column, int i) {
        Column typed = column.cast(keys.get(i));
        boolean floating = Storage.of(keys.get(i)).isFloating();
        return (floating ? typed.plus(functions.lit(0).cast(keys.get(i))) : typed).as(SourceFacts.KEY + i);
    }

    private static Column fact(SourceFacts source) {
        List<Column> columns = new ArrayList<>();
        columns.add(source.time().as(SourceFacts.TIME));
        for (int i = 0; i < source.values(); i++) {
            columns.add(functions.col(SourceFacts.VALUE + i));
        }
        return functions.struct(columns.toArray(new Column[0]));
    }

    private StructType factType(int index) {
        SourceFacts source = sources.get(index);
        StructType type = new StructType().add(SourceFacts.TIME, DataTypes.LongType);
        for (int i = 0; i < source.values(); i++) {
            type = type.add(
                    SourceFacts.VALUE + i,
                    source.rows().schema().apply(SourceFacts.VALUE + i).dataType());
        }
        return type;
    }

    private StructType spineType() {
        return spine.schema().asNullable();
    }

    /** The columns of the spine, then the features. Sorting begins here; {@link #counts} tell about it afterwards. */
    Dataset<Row> rows(org.apache.spark.sql.SparkSession spark) {
        WalkSpec walked = spec;
        JavaRDD<InternalRow> rows = sorted.toRdd().toJavaRDD().mapPartitions(part -> new Walk(walked, part));
        StructType schema = spine.schema();
        for (SourceSpec source : spec.sources()) {
            for (FeatureSpec feature : source.features()) {
                schema = schema.add(feature.name(), feature.resultType(), true);
            }
        }
        return ((SparkSession) spark).internalCreateDataFrame(rows.rdd(), schema, false);
    }

    /** How many facts were read, and how many of them left out for want of a key or a time. */
    Counts counts() {
        Map<String, Row> metrics = CollectionConverters.asJava(sorted.observedMetrics());
        long read = 0;
        long ignored = 0;
        for (Row row : metrics.values()) {
            read += row.getLong(0);
            ignored += row.getLong(1);
        }
        return new Counts(read, ignored);
    }
}
