package io.leat.jobs.expression;

import io.leat.core.error.LeatException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;

/**
 * The SQL of one task run. Named parameters ({@code :name}) get their values from the assignment. What a user wrote
 * wrongly becomes a {@link LeatException} that names the option and keeps Spark's suggestion.
 */
public final class TaskSql {
    /** Delta's parser passes over the arguments of Spark 4.1's own way (delta-io/delta 7640); the older way binds. */
    private static final String BIND_AFTER_PARSING = "spark.sql.legacy.parameterSubstitution.constantsOnly";

    private final SparkSession spark;
    private final Map<String, Object> arguments;

    public TaskSql(SparkSession spark, Map<String, String> arguments) {
        this.spark = spark;
        this.arguments = new HashMap<>(arguments);
        spark.conf().set(BIND_AFTER_PARSING, true);
    }

    /**
     * A query over temporary views.
     *
     * @param option named when none of {@code parts} is found to be at fault
     * @param parts what users wrote of {@code sql}; each was written into it by {@link #inline}
     */
    public Dataset<Row> query(String option, String sql, List<Part> parts) {
        parts.forEach(this::parse);
        try {
            return bound(sql);
        } catch (AnalysisException e) {
            parts.forEach(this::tryAlone);
            throw SqlErrors.invalid(option, e);
        }
    }

    /**
     * Does what runs a query of {@code parts}. What Spark throws then about a user's data or SQL, such as a division by
     * zero, becomes an error under its option; all else stays as it is.
     */
    public <T> T running(String option, List<Part> parts, Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw SqlErrors.atRunTime(option, e, parts);
        }
    }

    /** An expression as it goes into a query: its own parentheses, and no comment of it reaches further. */
    public static String inline(String expression) {
        return "(" + expression + "\n)";
    }

    /** A name as it goes into a query. */
    public static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Each part must be one whole expression, so that none can close its parentheses and go on as something else. */
    private void parse(Part part) {
        try {
            ((org.apache.spark.sql.classic.SparkSession) spark)
                    .sessionState()
                    .sqlParser()
                    .parseExpression(part.sql());
        } catch (ParseException e) {
            throw SqlErrors.invalid(part.option(), e);
        }
    }

    private void tryAlone(Part part) {
        if (part.from() == null) {
            return;
        }
        try {
            bound("SELECT " + inline(part.sql()) + " FROM " + part.from());
        } catch (AnalysisException e) {
            throw SqlErrors.invalid(part.option(), e);
        }
    }

    /** What Spark throws from Scala is checked in Java; this tells the compiler. */
    private Dataset<Row> bound(String sql) throws AnalysisException {
        return arguments.isEmpty() ? spark.sql(sql) : spark.sql(sql, arguments);
    }
}
