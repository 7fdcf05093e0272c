package io.leat.jobs.lineage;

import io.leat.connectors.delta.CommitWatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Brings a watch onto each thread that executes a statement of a session, whoever made the thread: Spark optimises a
 * command on the thread that then runs it, and asks this rule, which leaves the plan as it is.
 */
final class Sitting extends Rule<LogicalPlan> {
    private final CommitWatch watch;

    private Sitting(CommitWatch watch) {
        this.watch = watch;
    }

    /** Answers what takes it away again. */
    static Runnable in(SparkSession session, CommitWatch watch) {
        Sitting rule = new Sitting(watch);
        ExperimentalMethods methods = session.experimental();
        synchronized (methods) {
            List<Rule<LogicalPlan>> rules = rules(methods);
            rules.add(rule);
            set(methods, rules);
        }
        return () -> {
            synchronized (methods) {
                List<Rule<LogicalPlan>> rules = rules(methods);
                rules.removeIf(other -> other == rule);
                set(methods, rules);
            }
        };
    }

    private static List<Rule<LogicalPlan>> rules(ExperimentalMethods methods) {
        return new ArrayList<>(CollectionConverters.asJava(methods.extraOptimizations()));
    }

    private static void set(ExperimentalMethods methods, List<Rule<LogicalPlan>> rules) {
        methods.extraOptimizations_$eq(CollectionConverters.asScala(rules).toSeq());
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        watch.sit();
        return plan;
    }
}
