package io.leat.jobs.agent;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.ExecutableDuringAnalysis;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.internal.SessionState;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets only statements pass that read. Spark carries commands out while it makes a statement's dataset, so a statement
 * is looked at before that: as parsed, and then as analysed without carrying anything out.
 */
final class ReadOnlySql {
    private static final Pattern READING = Pattern.compile("(Show|Describe|Explain)[A-Za-z0-9]*");

    /** They call any static method of the JVM. */
    private static final Set<String> REFLECTION = Set.of("reflect", "try_reflect", "java_method");

    private ReadOnlySql() {}

    /** Refuses a statement that does more than read. */
    static void check(SparkSession session, String sql) throws ParseException {
        SessionState state = ((org.apache.spark.sql.classic.SparkSession) session).sessionState();
        LogicalPlan parsed = state.sqlParser().parsePlan(sql);
        checkNode(parsed);
        if (!(parsed instanceof Command) && !(parsed instanceof ParsedStatement)) {
            checkNode(state.executePlan(parsed, CommandExecutionMode.SKIP()).analyzed());
        }
    }

    private static void checkNode(TreeNode<?> node) {
        String name = node.getClass().getSimpleName();
        boolean command = node instanceof Command || node instanceof ParsedStatement;
        if (command && READING.matcher(name).matches()) {
            return; // what an EXPLAIN explains is not carried out
        }

        boolean acts = command
                || node instanceof ExecutableDuringAnalysis
                || node instanceof UnresolvedExecuteImmediate
                || node instanceof ScriptTransformation;
        if (acts) {
            throw refused(words(name));
        }

        if (node instanceof UnresolvedFunction function) {
            checkFunction(String.join(".", CollectionConverters.asJava(function.nameParts())));
        }

        CollectionConverters.asJava(node.children()).forEach(child -> checkNode((TreeNode<?>) child));
        CollectionConverters.asJava(node.innerChildren()).forEach(ReadOnlySql::checkNode);
        if (node instanceof QueryPlan<?> plan) {
            CollectionConverters.asJava(plan.expressions()).forEach(ReadOnlySql::checkNode);
        }

        if (node instanceof PlanExpression<?> subquery) {
            checkNode((TreeNode<?>) subquery.plan());
        }
    }

    private static void checkFunction(String name) {
        if (REFLECTION.contains(name.toLowerCase(Locale.ROOT))) {
            throw refused("the function " + name);
        }
    }

    private static LeatException refused(String what) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Only statements that read are run here, and this one has %s. Use SELECT, WITH, VALUES, SHOW, DESCRIBE"
                                .formatted(what)
                        + " or EXPLAIN; tables are changed by the tasks of a job.");
    }

    /** {@code InsertIntoStatement} as {@code INSERT INTO STATEMENT}. */
    private static String words(String className) {
        return className.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }
}
