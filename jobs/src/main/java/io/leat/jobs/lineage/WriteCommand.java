package io.leat.jobs.lineage;

import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Observed.Operation;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;

/**
 * A command of an analysed plan that writes.
 *
 * @param delta whether the output has a Delta log, so that without a commit nothing was written
 * @param read the plans whose rows go into the output
 * @param target the rows of the output that were there, where expressions may use them; null otherwise
 * @param columns what is put into which column; a column that several expressions go into stands there for each
 */
record WriteCommand(
        Operation operation,
        Dataset output,
        boolean delta,
        List<LogicalPlan> read,
        @Nullable LogicalPlan target,
        List<Assigned> columns) {
    /** An expression over the columns of what is read, and the column it goes into. */
    record Assigned(String column, Expression from) {}
}
