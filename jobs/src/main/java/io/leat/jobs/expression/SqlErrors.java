package io.leat.jobs.expression;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Spark's errors about users' SQL, in one line under the option they are about. */
public final class SqlErrors {
    private static final Pattern CONDITION = Pattern.compile("^\\[[A-Z0-9_.]+\\] ");
    private static final Pattern TAIL =
            Pattern.compile("(;? ?line \\d+,? pos \\d+;?|SQLSTATE: \\w+|\\(line \\d+, pos \\d+\\)).*$");

    private SqlErrors() {}

    static LeatException invalid(String option, Throwable thrown) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, option + ": " + oneLine(thrown), thrown);
    }

    /** An error of the user's data or SQL that shows while it runs, such as a division by zero; others stay. */
    static RuntimeException atRunTime(String option, Exception thrown, List<Part> parts) {
        Throwable cause = thrown instanceof LeatException ? null : withContext(thrown);
        if (cause == null) {
            throw SqlErrors.<RuntimeException>unchecked(thrown);
        }
        return invalid(optionOf((SparkThrowable) cause, option, parts), cause);
    }

    /** Spark throws checked exceptions from methods that do not declare them; so does this. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E unchecked(Exception thrown) throws E {
        throw (E) thrown;
    }

    private static @Nullable Throwable withContext(Throwable thrown) {
        Throwable found = null;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SparkThrowable spark && spark.getQueryContext().length > 0) {
                found = t;
            }
        }
        return found;
    }

    private static String optionOf(SparkThrowable thrown, String option, List<Part> parts) {
        QueryContext[] contexts = thrown.getQueryContext();
        String fragment = contexts[0].fragment();
        for (Part part : parts) {
            if (!fragment.isBlank() && part.sql().contains(fragment)) {
                return part.option();
            }
        }
        return option;
    }

    /** What Spark says, without its codes, positions and plans. */
    public static String oneLine(Throwable thrown) {
        return oneLine(String.valueOf(thrown.getMessage()));
    }

    private static String oneLine(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        line = CONDITION.matcher(line).replaceFirst("");
        return TAIL.matcher(line).replaceFirst("").strip();
    }
}
