package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import io.leat.core.batch.HeldBatch;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SliceValue;
import io.leat.core.batch.TablePin;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** What a user can be told about tables and the batches written to them: what failed, on what, why, what to do. */
final class TableErrors {
    private TableErrors() {}

    static LeatException notFound(TableName table, @Nullable TableName nearest) {
        String hint = nearest == null ? "List tables with leat tables." : "Did you mean %s?".formatted(nearest);
        return new LeatException(
                ErrorCode.RESOURCE_DOES_NOT_EXIST, "Table %s does not exist. %s".formatted(table, hint));
    }

    static LeatException otherTable(TablePin pin, String foundId) {
        return state(
                "Table %s was dropped and made anew: version %d of table id %s was pinned, and its id is now %s. Run the"
                        + " job again to pin the new table.",
                pin.table(), pin.version(), pin.tableId(), foundId);
    }

    static LeatException versionGone(TablePin pin, Throwable cause) {
        return new LeatException(
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                ("Version %d of table %s, which this run took as its input, cannot be read any more: %s. VACUUM or log"
                                + " clean-up may have removed it. Start a new run, which takes the newest version.")
                        .formatted(pin.version(), pin.table(), firstLine(cause)),
                cause);
    }

    static LeatException superseded(Batch batch) {
        return state(
                "Batch %s may not be written to %s any more: it was given up and its id burnt there, so that a newer"
                        + " batch could take its place. Run the task again.",
                batch.batchId(), batch.table());
    }

    static LeatException undone(Batch batch, long written, long restore, String restoredTo) {
        return state(
                "Batch %s was written to %s as version %d, but version %d restored the table to %s, which does not hold"
                        + " it. Start a new run to write it anew, or RESTORE %s to version %d or later.",
                batch.batchId(), batch.table(), written, restore, restoredTo, batch.table(), written);
    }

    static LeatException replaced(Batch batch, long written, String writtenId, long replaced, String nowId) {
        return state(
                "Batch %s was written to %s as version %d of table id %s, but version %d replaced that table by id %s,"
                        + " which does not hold it. Start a new run to write it anew.",
                batch.batchId(), batch.table(), written, writtenId, replaced, nowId);
    }

    static LeatException unexplained(Batch batch, String tableId, long version) {
        return state(
                "Table %s (id %s, version %d) knows the transaction id of batch %s, but no commit in its log says that"
                        + " it holds this batch with manifest %s. Run the task again with --force to write it anew.",
                batch.table(),
                tableId,
                version,
                batch.batchId(),
                batch.manifest().hash());
    }

    static LeatException manifestGone(String table, HeldBatch batch, Path file) {
        return state(
                "Table %s holds batch %s (version %d), which this workspace's state does not know, and the list of the"
                        + " files it was made from, %s, is gone or damaged. To read those files again could double their"
                        + " rows, so nothing was read. Put that list back from a copy, or the workspace's state.db; or"
                        + " drop the table, and the next run reads all files anew.",
                table, batch.batchId(), batch.version(), file);
    }

    static LeatException forgottenId(Batch batch, LocalDate day, Path list) {
        return state(
                "Whether %s holds batch %s, begun by %s, cannot be told: it keeps the ids of batches for 90 days, and its log"
                        + " does not reach back so far. Nothing was written. Look with SQL whether the rows of the files"
                        + " in %s are in it, and delete them if they are; then delete that list, and run the task again,"
                        + " which reads the files anew.",
                batch.table(), batch.batchId(), day, list);
    }

    static LeatException rewritten(Batch batch, String old, long version, int files, int missing, long by) {
        return state(
                "Batch %s cannot take the place of batch %s in %s: %d of the %d files that version %d added for it were"
                        + " compacted, rewritten or deleted, first by version %d, so its rows cannot be told from others."
                        + " Nothing was written. Restore %s to version %d, which undoes all later ones, and repair again;"
                        + " or correct the rows with SQL.",
                batch.batchId(), old, batch.table(), missing, files, version, by, batch.table(), by - 1);
    }

    static LeatException merged(Batch batch, String old, long version) {
        return state(
                "Batch %s cannot be appended to %s in place of batch %s: that was merged into it as version %d, so its"
                        + " rows cannot be told from others. Nothing was written. Let the task merge again, or correct"
                        + " the rows with SQL.",
                batch.batchId(), batch.table(), old, version);
    }

    static LeatException sliced(Batch batch, String old, long version) {
        return state(
                "Batch %s cannot be appended to %s in place of batch %s: that replaced a slice of it as version %d, and so"
                        + " wrote other rows anew. Nothing was written. Let the task overwrite the slice again, or correct"
                        + " the rows with SQL.",
                batch.batchId(), batch.table(), old, version);
    }

    static LeatException sliceOfType(Slice slice, String table, SliceValue value, DataType type) {
        return invalid(
                "The slice %s of table %s cannot be taken: %s is %s, and column %s is of type %s. DATE takes dates;"
                        + " TIMESTAMP dates and times; STRING text, dates and, with equals, numbers; whole numbers and"
                        + " DECIMAL what fits them.",
                slice.text(), table, value.text(), value.kind().words(), slice.column(), type.sql());
    }

    static LeatException outsideSlice(Slice slice, String table, Throwable cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                ("Nothing was written to table %s: a row lies outside the slice %s, which is all that may be replaced."
                                + " Select the rows of the slice with where, or give another slice.")
                        .formatted(table, slice.text()),
                cause);
    }

    static LeatException forgotten(Batch batch, String old, long version) {
        return state(
                "Batch %s cannot take the place of batch %s in %s: the log of the table (version %d) is not kept so far"
                        + " back that the files of its commit could be found. Nothing was written. Start a new run, and"
                        + " correct the rows with SQL.",
                batch.batchId(), old, batch.table(), version);
    }

    static LeatException busy(String what, int attempts, Throwable last) {
        return new LeatException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "%s lost against other writers %d times in a row, last to: %s. Run the task again when they are done."
                        .formatted(what, attempts, firstLine(last)),
                last);
    }

    static LeatException columns(String table, List<String> problems) {
        return invalid("The rows do not fit table %s: %s.", table, String.join("; ", problems));
    }

    static LeatException noSuchColumn(String what, String column, Collection<String> columns) {
        return invalid(
                "%s names column %s, which the rows lack. Columns: %s.", what, column, String.join(", ", columns));
    }

    static LeatException badConstraint(String table, String name, String condition, Throwable cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Constraint %s of table %s cannot be checked: (%s): %s. Correct it, or drop it with ALTER TABLE %s DROP CONSTRAINT %s."
                        .formatted(name, table, condition, firstLine(cause), table, name),
                cause);
    }

    static LeatException oldRows(String table, String rule) {
        return invalid(
                "%s cannot be set on table %s: rows already in it break it. Correct those rows, or leave the rule out.",
                rule, table);
    }

    static LeatException violated(String table, String violation, Throwable cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Nothing was written to table %s. %s".formatted(table, violation),
                cause);
    }

    static LeatException severalRows(String table, List<String> keys, Throwable cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Nothing was written to table %s: several of the rows to merge have the same %s. Leave one of each."
                        .formatted(table, String.join(", ", keys)),
                cause);
    }

    static LeatException notWritten(String table, Throwable cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Nothing was written to table %s: %s".formatted(table, firstLine(cause)),
                cause);
    }

    static LeatException invalid(String format, Object... values) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, String.format(format, values));
    }

    private static LeatException state(String format, Object... values) {
        return new LeatException(ErrorCode.INVALID_STATE, String.format(format, values));
    }

    static String firstLine(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message.lines().findFirst().orElse(cause.toString());
    }
}
