package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** One pass over an analysed plan, from the leaves up: for each column id, the input columns behind it. */
final class PlanWalk {
    private final Inputs inputs;
    private final ExpressionWalk expressions = new ExpressionWalk(this::ofSubquery);
    private final Map<Long, LogicalPlan> named = new HashMap<>();

    PlanWalk(Inputs inputs) {
        this.inputs = inputs;
    }

    Map<ExprId, Origin> origins(LogicalPlan plan) {
        List<LogicalPlan> children = CollectionConverters.asJava(plan.children());
        if (plan instanceof Union || plan instanceof SetOperation) {
            return byPosition(plan, children); // first, since its column ids are those of its first child
        }
        Map<ExprId, Origin> known = inputs.known(plan);
        if (known != null) {
            return known;
        }
        if (plan instanceof WithCTE with) {
            CollectionConverters.asJava(with.cteDefs()).forEach(def -> named.put(def.id(), def));
            return origins(with.plan());
        }
        if (plan instanceof CTERelationRef reference) {
            return byPosition(plan, List.of(Objects.requireNonNull(named.get(reference.cteId()))));
        }
        Map<ExprId, Origin> below = new HashMap<>();
        children.forEach(child -> below.putAll(origins(child)));
        if (plan instanceof Project project) {
            addNamed(project.projectList(), below);
        } else if (plan instanceof Aggregate aggregate) {
            addNamed(aggregate.aggregateExpressions(), below);
        } else if (plan instanceof Window window) {
            addNamed(window.windowExpressions(), below);
        } else if (plan instanceof Generate generate) {
            Origin from = of((Expression) generate.generator(), below).atLeast(Kind.TRANSFORMATION);
            attributes(generate.generatorOutput()).forEach(a -> below.put(a.exprId(), from));
        } else if (plan instanceof Expand expand) {
            addExpanded(expand, below);
        }
        addRemaining(plan, children, below);
        return below;
    }

    /** What an expression over columns of known origin is made from. */
    Origin of(Expression expression, Map<ExprId, Origin> below) {
        return expressions.of(expression, below);
    }

    private Map<ExprId, Origin> byPosition(LogicalPlan plan, List<LogicalPlan> children) {
        List<Attribute> output = attributes(plan.output());
        Map<ExprId, Origin> merged = new HashMap<>();
        for (LogicalPlan child : children) {
            Map<ExprId, Origin> below = origins(child);
            List<Attribute> columns = attributes(child.output());
            for (int i = 0; i < output.size(); i++) {
                Origin from = below.getOrDefault(columns.get(i).exprId(), Origin.CONSTANT);
                merged.merge(output.get(i).exprId(), from, Origin::and);
            }
        }
        return merged;
    }

    private void addNamed(Seq<? extends NamedExpression> expressions, Map<ExprId, Origin> below) {
        for (NamedExpression named : CollectionConverters.asJava(expressions)) {
            below.put(named.exprId(), of((Expression) named, below));
        }
    }

    private void addExpanded(Expand expand, Map<ExprId, Origin> below) {
        List<Attribute> output = attributes(expand.output());
        Map<ExprId, Origin> expanded = new HashMap<>();
        for (Seq<Expression> projection : CollectionConverters.asJava(expand.projections())) {
            List<Expression> columns = CollectionConverters.asJava(projection);
            for (int i = 0; i < output.size(); i++) {
                expanded.merge(output.get(i).exprId(), of(columns.get(i), below), Origin::and);
            }
        }
        below.putAll(expanded);
    }

    /** Columns that a node makes in a way not known here may come from any of the columns it was given. */
    private void addRemaining(LogicalPlan plan, List<LogicalPlan> children, Map<ExprId, Origin> below) {
        if (attributes(plan.output()).stream().allMatch(a -> below.containsKey(a.exprId()))) {
            return;
        }
        for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
            if (expression instanceof SubqueryExpression beside) {
                origins(beside.plan()).forEach(below::putIfAbsent); // of a lateral join
            }
        }
        Origin all = Origin.UNSEEN;
        for (LogicalPlan child : children) {
            for (Attribute given : attributes(child.output())) {
                all = all.and(below.getOrDefault(given.exprId(), Origin.UNSEEN));
            }
        }
        for (Attribute attribute : attributes(plan.output())) {
            below.putIfAbsent(attribute.exprId(), all);
        }
    }

    private Origin ofSubquery(QueryPlan<?> subquery) {
        Origin all = Origin.CONSTANT;
        if (subquery instanceof LogicalPlan plan) {
            Map<ExprId, Origin> inner = origins(plan);
            for (Attribute attribute : attributes(plan.output())) {
                all = all.and(inner.getOrDefault(attribute.exprId(), Origin.CONSTANT));
            }
        }
        return all;
    }

    private static List<Attribute> attributes(Seq<Attribute> attributes) {
        return CollectionConverters.asJava(attributes);
    }
}
