package io.leat.jobs.lineage;

import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;

/** Where a walk over a plan ends. */
interface Inputs {
    /** For each column of a plan that is an input, what it stands for; null when the plan is none. */
    @Nullable
    Map<ExprId, Origin> known(LogicalPlan plan);
}
