package io.leat.jobs.lineage;

import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.command.DataWritingCommandExec;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** What a write of files counted. */
record Files(long count, long rows) {
    /** Null when the execution was no write of files. */
    static @Nullable Files of(QueryExecution execution) {
        return of(execution.executedPlan());
    }

    private static @Nullable Files of(SparkPlan plan) {
        if (plan instanceof DataWritingCommandExec writing) {
            return new Files(metric(writing, "numFiles"), metric(writing, "numOutputRows"));
        }

        for (SparkPlan child : CollectionConverters.asJava(plan.children())) {
            Files files = of(child);
            if (files != null) {
                return files;
            }
        }
        return null;
    }

    private static long metric(DataWritingCommandExec writing, String name) {
        Option<SQLMetric> metric = writing.cmd().metrics().get(name);
        return metric.isDefined() ? metric.get().value() : 0;
    }
}
