package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.ColumnLineage.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Column lineage of what a task computes. Tell it each input as it was read, then ask where the columns of a result
 * come from. Columns are followed by Spark's own ids through the analysed plan, so renames, aliases and views of equal
 * names do not confuse it.
 */
public final class PlanLineage implements Inputs {
    private final Map<ExprId, Origin> columns = new HashMap<>();
    private final IdentityHashMap<Object, Input> relations = new IdentityHashMap<>();

    private record Input(String dataset, List<String> columns) {}

    /** An input: {@code rows} as they were read, before anything is done with them. */
    public PlanLineage input(String dataset, Dataset<Row> rows) {
        LogicalPlan plan = analysed(rows);
        List<Attribute> output = CollectionConverters.asJava(plan.output());
        for (Attribute attribute : output) {
            columns.put(attribute.exprId(), Origin.of(new ColumnLineage.Source(dataset, attribute.name())));
        }
        for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
            List<String> names = CollectionConverters.asJava(leaf.output()).stream()
                    .map(Attribute::name)
                    .toList();
            relations.put(relation(leaf), new Input(dataset, names));
        }
        return this;
    }

    /** Rows made outside of Spark's plans: for each of their columns, the input columns it is computed from. */
    public PlanLineage derived(Dataset<Row> rows, List<ColumnLineage> made) {
        Map<String, Origin> byName = new HashMap<>();
        made.forEach(column -> byName.put(column.column(), origin(column)));
        for (Attribute attribute : CollectionConverters.asJava(analysed(rows).output())) {
            columns.put(attribute.exprId(), byName.getOrDefault(attribute.name(), Origin.CONSTANT));
        }
        return this;
    }

    private static Origin origin(ColumnLineage made) {
        Kind kind = made.kind() == null ? Kind.TRANSFORMATION : made.kind();
        return new Origin(new LinkedHashSet<>(made.sources()), kind);
    }

    /** For each column of {@code result}, the input columns it is computed from; none for a constant. */
    public List<ColumnLineage> columns(Dataset<Row> result) {
        LogicalPlan plan = analysed(result);
        Map<ExprId, Origin> origins = new PlanWalk(this).origins(plan);
        Map<String, Origin> byName = new LinkedHashMap<>();
        for (Attribute attribute : CollectionConverters.asJava(plan.output())) {
            Origin from = origins.getOrDefault(attribute.exprId(), Origin.CONSTANT);
            byName.merge(attribute.name(), from, Origin::and);
        }
        List<ColumnLineage> lineage = new ArrayList<>();
        byName.forEach(
                (column, from) -> lineage.add(new ColumnLineage(column, List.copyOf(from.sources()), from.kind())));
        return lineage;
    }

    /** By the output of a plan that was told as an input. */
    @Override
    public @Nullable Map<ExprId, Origin> known(LogicalPlan plan) {
        List<Attribute> output = CollectionConverters.asJava(plan.output());
        Map<ExprId, Origin> origins = new HashMap<>();
        for (Attribute attribute : output) {
            Origin from = columns.get(attribute.exprId());
            if (from == null) {
                return again(plan, output);
            }
            origins.put(attribute.exprId(), from);
        }
        return origins;
    }

    /** A relation that stands in the plan a second time has new column ids, but is the same object. */
    private @Nullable Map<ExprId, Origin> again(LogicalPlan plan, List<Attribute> output) {
        Input input = relations.get(relation(plan));
        if (input == null || input.columns().size() != output.size()) {
            return null;
        }
        Map<ExprId, Origin> origins = new HashMap<>();
        for (int i = 0; i < output.size(); i++) {
            ColumnLineage.Source source =
                    new ColumnLineage.Source(input.dataset(), input.columns().get(i));
            origins.put(output.get(i).exprId(), Origin.of(source));
        }
        return origins;
    }

    private static Object relation(LogicalPlan leaf) {
        if (leaf instanceof LogicalRelation relation) {
            return relation.relation();
        }
        if (leaf instanceof DataSourceV2Relation relation) {
            return relation.table();
        }
        return leaf;
    }

    private static LogicalPlan analysed(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .analyzed();
    }
}
