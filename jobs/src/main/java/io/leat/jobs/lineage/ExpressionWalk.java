package io.leat.jobs.lineage;

import io.leat.core.lineage.ColumnLineage.Kind;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.TaggingExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.execution.aggregate.TypedAggregateExpression;
import scala.jdk.javaapi.CollectionConverters;

/** What an expression is made from. */
final class ExpressionWalk {
    private final Function<QueryPlan<?>, Origin> ofSubquery;

    ExpressionWalk(Function<QueryPlan<?>, Origin> ofSubquery) {
        this.ofSubquery = ofSubquery;
    }

    Origin of(Expression expression, Map<ExprId, Origin> below) {
        if (expression instanceof Attribute attribute) {
            return below.getOrDefault(attribute.exprId(), Origin.CONSTANT);
        }
        Origin all = Origin.CONSTANT;
        if (expression instanceof SubqueryExpression subquery) {
            all = all.and(ofSubquery.apply(subquery.plan()));
        }
        for (Expression child : CollectionConverters.asJava(expression.children())) {
            all = all.and(of(child, below));
        }
        return all.atLeast(kind(expression, all));
    }

    private static Kind kind(Expression expression, Origin all) {
        if (expression instanceof UserDefinedExpression || expression instanceof TypedAggregateExpression) {
            return Kind.OPAQUE;
        }
        if (expression instanceof AggregateExpression
                || expression instanceof AggregateFunction
                || expression instanceof WindowExpression) {
            return Kind.AGGREGATION;
        }
        return all.sources().isEmpty() || keepsValue(expression) ? Kind.CONSTANT : Kind.TRANSFORMATION;
    }

    private static boolean keepsValue(Expression expression) {
        return expression instanceof Alias
                || expression instanceof TaggingExpression
                || (expression instanceof Cast cast
                        && Cast.canUpCast(cast.child().dataType(), cast.dataType()));
    }
}
