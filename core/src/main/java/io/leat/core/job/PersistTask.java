package io.leat.core.job;

import io.leat.core.batch.WriteMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one table's rows to a table that is meant to be kept. */
@Doc("Writes the rows of a table to a lasting one, under its constraints.")
public record PersistTask(
        @Doc(value = "The table to read, as schema.table.", required = true, form = Doc.Form.TABLE)
        String input,

        @Doc(value = "Condition on its rows.", sql = true) @Nullable
        String where,

        @Doc(value = "Output columns in order: name, then expression. Without it, all.", sql = true) @Nullable
        Map<String, String> select,

        @Doc(value = "The table to write, as schema.table.", required = true, form = Doc.Form.TABLE)
        String target,

        @Doc(
                value = "append adds the rows, overwrite replaces the table's, merge updates rows with the same"
                        + " keys and inserts the others.",
                byDefault = "overwrite")
        @Nullable
        WriteMode mode,

        @Doc("The part of the table that mode overwrite replaces. Without it, all. Runs that write slices without a"
                + " row in common do not get in each other's way.")
        @Nullable
        TaskSlice slice,

        @Doc("Columns that identify a row, for mode merge. When the input holds a key several times, the row with the"
                + " highest order_by wins.")
        @Nullable
        List<String> keys,

        @Doc(value = "Expression that orders rows of the same key, for mode merge.", sql = true) @Nullable
        String orderBy,

        @Doc("Columns that may not be null; a row that breaks one fails the task and nothing is written.") @Nullable
        List<String> notNull,

        @Doc("Named conditions every row of the table must meet; a row that breaks one fails the task and nothing is"
                + " written.")
        @Nullable
        Map<String, String> constraints,

        @Doc("Comment of the table.") @Nullable String comment,
        @Doc("Comments of columns, by column.") @Nullable Map<String, String> columnComments) {}
