package io.leat.jobs.sql;

import io.leat.core.error.DiskTrouble;
import io.leat.core.error.LeatException;
import io.leat.jobs.expression.SqlErrors;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** What Spark says of a statement, at its place in the file. */
final class StatementErrors {
    private static final int LONGEST_CHAIN = 50;

    private StatementErrors() {}

    /** @throws InterruptedException when the statement ended because the task run was told to */
    static LeatException of(Statement statement, Binding binding, Exception thrown) throws InterruptedException {
        for (Throwable cause : chain(thrown)) {
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }

            if (cause instanceof LeatException told) {
                return new LeatException(
                        told.code(), statement.file().place(statement.start()) + ": " + told.getMessage(), thrown);
            }
        }

        return read(statement, binding, thrown);
    }

    /** Of what was only read, and not run. */
    static LeatException of(Statement statement, Binding binding, ParseException thrown) {
        return read(statement, binding, thrown);
    }

    private static LeatException read(Statement statement, Binding binding, Exception thrown) {
        String disk = DiskTrouble.of(thrown);
        Throwable why = why(thrown);
        String message = disk == null ? message(why) : disk;
        int place = place(statement, binding, why);
        String hint = why instanceof ParseException
                ? binding.bareMarkerAt(place).map(StatementErrors::hint).orElse("")
                : "";
        return statement.file().wrong(place, message + hint, thrown);
    }

    private static String hint(Marker marker) {
        return " The parameter %s stands for a value; where a name belongs, write IDENTIFIER(:%s)."
                .formatted(marker.name(), marker.name());
    }

    /** The innermost of Spark's own errors says most; without one, the first cause of all. */
    private static Throwable why(Exception thrown) {
        List<Throwable> chain = chain(thrown);
        Throwable why = null;
        for (Throwable cause : chain) {
            boolean spark = cause instanceof SparkThrowable known && known.getCondition() != null;
            why = spark && cause.getMessage() != null ? cause : why;
        }

        return why == null ? chain.get(chain.size() - 1) : why;
    }

    private static String message(Throwable why) {
        String line = SqlErrors.oneLine(why);
        return line.isEmpty() || line.equals("null") ? why.getClass().getSimpleName() : line;
    }

    private static int place(Statement statement, Binding binding, Throwable why) {
        if (why instanceof AnalysisException analysis
                && analysis.line().isDefined()
                && analysis.startPosition().isDefined()) {
            return binding.origin(
                    ((Number) analysis.line().get()).intValue(),
                    ((Number) analysis.startPosition().get()).intValue());
        }

        if (why instanceof SparkThrowable spark) {
            for (QueryContext context : spark.getQueryContext()) {
                if (context.contextType() == QueryContextType.SQL
                        && context.objectType().isEmpty()) {
                    return binding.origin(context.startIndex());
                }
            }
        }

        return statement.start();
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && chain.size() < LONGEST_CHAIN && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }

        return chain;
    }
}
