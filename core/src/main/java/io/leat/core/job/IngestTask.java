package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.leat.core.batch.WriteMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files that were not read before and writes their rows to a table. */
@Doc("Reads new files into a table, each file once.")
public record IngestTask(
        @Doc(value = "Where the files are and how they are read.", required = true)
        Source source,

        @Doc(value = "The table to write, as schema.table.", required = true, form = Doc.Form.TABLE)
        String target,

        @Doc(
                value = "append adds the rows of new files; overwrite replaces the table with the rows of all"
                        + " files; merge updates rows with the same keys and inserts the others.",
                byDefault = "append")
        @Nullable
        WriteMode mode,

        @Doc("Columns that identify a row, for mode merge. When new files hold a key several times, the row with the"
                + " highest order_by wins, and the others count as dropped.")
        @Nullable
        List<String> keys,

        @Doc(value = "Expression that orders rows of the same key, for mode merge.", sql = true) @Nullable
        String orderBy,

        @Doc(
                value = "What to do with records that do not fit the schema: quarantine writes them to a table"
                        + " of their own, fail ends the task, drop counts them and goes on.",
                byDefault = "quarantine")
        @Nullable
        BadRecords onBadRecords,

        @Doc(
                value = "The table for bad records, as schema.table. Without it, the target's name with _quarantine"
                        + " added.",
                form = Doc.Form.TABLE)
        @Nullable
        String quarantine,

        @Doc(
                value = "What to do when a file that was read before has other content now: fail ends the task"
                        + " and names the file, ignore keeps the rows first read.",
                byDefault = "fail")
        @Nullable
        OnChanged onChanged,

        @Doc("Comment of the table.") @Nullable String comment) {

    /** What is read. */
    @Doc("Files of one format.")
    public record Source(
            @Doc(value = "csv, json (one record a line, unless multiLine is set) or parquet.", required = true)
            Format format,

            @Doc(
                    value = "A file, a directory with all below it, or a glob, relative to the job file. Names that"
                            + " begin with _ or a dot are left out, and so is a file that is still being written.",
                    required = true)
            String path,

            @Doc(
                    "Options of Spark's reader for the format, such as header or sep. With a header, columns are matched by"
                            + " name: one that the table has not fails the task, one that the file has not is null.")
            @Nullable
            Map<String, String> options,

            @Doc("Columns and types as Spark DDL, such as: id BIGINT, ts TIMESTAMP. Without it, they are those of the"
                    + " table, and the first run infers them from its files (above 256 MB from some, taken evenly).")
            @Nullable
            String schema) {}

    /** The file formats that can be read. */
    public enum Format {
        @JsonProperty("csv")
        CSV,
        @JsonProperty("json")
        JSON,
        @JsonProperty("parquet")
        PARQUET
    }

    /** Where records go that do not fit. */
    public enum BadRecords {
        @JsonProperty("quarantine")
        QUARANTINE,
        @JsonProperty("fail")
        FAIL,
        @JsonProperty("drop")
        DROP
    }

    /** What a changed file means. */
    public enum OnChanged {
        @JsonProperty("fail")
        FAIL,
        @JsonProperty("ignore")
        IGNORE
    }
}
