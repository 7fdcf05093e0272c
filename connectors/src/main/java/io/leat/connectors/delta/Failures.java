package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import io.leat.core.batch.TablePin;
import io.leat.core.error.LeatException;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.delta.DeltaThrowable;
import org.jspecify.annotations.Nullable;

/** What Spark and Delta throw at a write, as what a user can do something about. The rest stays as it is. */
final class Failures {
    private static final Pattern VIOLATION = Pattern.compile(
            "\\[DELTA_(?:VIOLATE_CONSTRAINT_WITH_VALUES|NOT_NULL_CONSTRAINT_VIOLATED)] (.*?)"
                    + "(?=\\s*SQLSTATE|\\s*\\n\\s*at |\\s*\\z)",
            Pattern.DOTALL);
    private static final String OUTSIDE_SLICE = "CHECK constraint EXPRESSION(";
    private static final String SEVERAL_MATCHES = "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE";

    private Failures() {}

    static RuntimeException ofWrite(Batch batch, Warehouse warehouse, List<String> keys, Throwable thrown) {
        String table = batch.table();
        String violation = find(thrown, VIOLATION);
        if (violation != null && batch.slice() != null && violation.startsWith(OUTSIDE_SLICE)) {
            return TableErrors.outsideSlice(batch.slice(), table, thrown);
        }

        if (violation != null) {
            return TableErrors.violated(table, violation, thrown);
        }

        if (find(thrown, Pattern.compile("(" + SEVERAL_MATCHES + ")")) != null) {
            return TableErrors.severalRows(table, keys, thrown);
        }

        for (TablePin pin : batch.manifest().pins()) {
            if (lacksFile(thrown, warehouse.directory(TableName.parse(pin.table())))) {
                return TableErrors.versionGone(pin, rootCause(thrown));
            }
        }

        if (thrown instanceof AnalysisException || thrown instanceof DeltaThrowable) {
            return TableErrors.notWritten(table, thrown);
        }

        return unchecked(thrown);
    }

    /** Scala's code throws checked exceptions without saying so. */
    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("the write was interrupted");
            cancelled.initCause(thrown);
            return cancelled;
        }

        return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }

    /** Whether a file of this table that was to be read is not there. */
    private static boolean lacksFile(Throwable thrown, Path table) {
        boolean absent = false;
        boolean ofTable = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            absent |= cause instanceof FileNotFoundException || message.contains("FILE_NOT_EXIST");
            ofTable |= message.contains(table.toUri().getPath() + Path.SEPARATOR);
        }

        return absent && ofTable;
    }

    private static Throwable rootCause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }

        return root;
    }

    private static @Nullable String find(Throwable thrown, Pattern pattern) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
            if (!(cause instanceof LeatException) && matcher.find()) {
                return matcher.group(1).strip().replaceAll("\\s*\\n\\s*(- )?", " ");
            }
        }

        return null;
    }
}
