package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage.Source;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final PlanLineage inputs;
    private final Map<Long, LogicalPlan> named = new HashMap<>();

    PlanWalk(PlanLineage inputs) {
        this.inputs = inputs;
    }

    Map<ExprId, Set<Source>> sources(LogicalPlan plan) {
        List<LogicalPlan> children = CollectionConverters.asJava(plan.children());
        if (plan instanceof Union || plan instanceof SetOperation) {
            return byPosition(plan, children); // first, since its column ids are those of its first child
        }
        Map<ExprId, Set<Source>> known = inputs.known(plan);
        if (known != null) {
            return known;
        }
        if (plan instanceof WithCTE with) {
            CollectionConverters.asJava(with.cteDefs()).forEach(def -> named.put(def.id(), def));
            return sources(with.plan());
        }
        if (plan instanceof CTERelationRef reference) {
            return byPosition(plan, List.of(Objects.requireNonNull(named.get(reference.cteId()))));
        }
        Map<ExprId, Set<Source>> below = new HashMap<>();
        children.forEach(child -> below.putAll(sources(child)));
        if (plan instanceof Project project) {
            addNamed(project.projectList(), below);
        } else if (plan instanceof Aggregate aggregate) {
            addNamed(aggregate.aggregateExpressions(), below);
        } else if (plan instanceof Window window) {
            addNamed(window.windowExpressions(), below);
        } else if (plan instanceof Generate generate) {
            Set<Source> from = of((Expression) generate.generator(), below);
            attributes(generate.generatorOutput()).forEach(a -> below.put(a.exprId(), from));
        } else if (plan instanceof Expand expand) {
            addExpanded(expand, below);
        }
        addRemaining(plan, below);
        return below;
    }

    private Map<ExprId, Set<Source>> byPosition(LogicalPlan plan, List<LogicalPlan> children) {
        List<Attribute> output = attributes(plan.output());
        Map<ExprId, Set<Source>> merged = new HashMap<>();
        for (LogicalPlan child : children) {
            Map<ExprId, Set<Source>> below = sources(child);
            List<Attribute> columns = attributes(child.output());
            for (int i = 0; i < output.size(); i++) {
                Set<Source> from = below.getOrDefault(columns.get(i).exprId(), Set.of());
                merged.computeIfAbsent(output.get(i).exprId(), id -> new LinkedHashSet<>())
                        .addAll(from);
            }
        }
        return merged;
    }

    private void addNamed(Seq<? extends NamedExpression> expressions, Map<ExprId, Set<Source>> below) {
        for (NamedExpression named : CollectionConverters.asJava(expressions)) {
            below.put(named.exprId(), of((Expression) named, below));
        }
    }

    private void addExpanded(Expand expand, Map<ExprId, Set<Source>> below) {
        List<Attribute> output = attributes(expand.output());
        Map<ExprId, Set<Source>> expanded = new HashMap<>();
        for (Seq<Expression> projection : CollectionConverters.asJava(expand.projections())) {
            List<Expression> columns = CollectionConverters.asJava(projection);
            for (int i = 0; i < output.size(); i++) {
                expanded.computeIfAbsent(output.get(i).exprId(), id -> new LinkedHashSet<>())
                        .addAll(of(columns.get(i), below));
            }
        }
        below.putAll(expanded);
    }

    /** Columns that a node makes in a way not known here may come from anything below it. */
    private static void addRemaining(LogicalPlan plan, Map<ExprId, Set<Source>> below) {
        Set<Source> all = null;
        for (Attribute attribute : attributes(plan.output())) {
            if (!below.containsKey(attribute.exprId())) {
                if (all == null) {
                    all = new LinkedHashSet<>();
                    below.values().forEach(all::addAll);
                }
                below.put(attribute.exprId(), all);
            }
        }
    }

    private Set<Source> of(Expression expression, Map<ExprId, Set<Source>> below) {
        Set<Source> from = new LinkedHashSet<>();
        collect(expression, below, from);
        return from;
    }

    private void collect(Expression expression, Map<ExprId, Set<Source>> below, Set<Source> into) {
        if (expression instanceof Attribute attribute) {
            into.addAll(below.getOrDefault(attribute.exprId(), Set.of()));
        }
        if (expression instanceof SubqueryExpression subquery) {
            collectSubquery(subquery.plan(), into);
        }
        CollectionConverters.asJava(expression.children()).forEach(child -> collect(child, below, into));
    }

    private void collectSubquery(QueryPlan<?> subquery, Set<Source> into) {
        if (subquery instanceof LogicalPlan plan) {
            Map<ExprId, Set<Source>> inner = sources(plan);
            attributes(plan.output()).forEach(a -> into.addAll(inner.getOrDefault(a.exprId(), Set.of())));
        }
    }

    private static List<Attribute> attributes(Seq<Attribute> attributes) {
        return CollectionConverters.asJava(attributes);
    }
}
