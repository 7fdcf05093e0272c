package io.leat.jobs.ingest;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.jobs.expression.SqlErrors;
import java.util.List;
import java.util.stream.Collectors;

/** What can be wrong with a source or its files, in the words of the task's user. */
final class IngestErrors {
    private static final int NAMED = 5;

    private IngestErrors() {}

    static LeatException noSuchPath(String path, Throwable cause) {
        return new LeatException(
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                ("ingest_task.source.path: there is nothing at %s. A path is a file, a directory or a glob, relative to"
                                + " the job file.")
                        .formatted(path),
                cause);
    }

    static LeatException unreadable(String path, Throwable cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "ingest_task.source.path: %s cannot be read: %s".formatted(path, cause),
                cause);
    }

    static LeatException changed(List<String> files) {
        return invalid(
                "Files that were ingested before have other content now: %s. Their rows are in the table as first read."
                        + " Put corrections into new files, or set on_changed: ignore to keep the rows first read.",
                named(files));
    }

    static LeatException changedSinceMinted(List<String> files) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                ("Files that this run has begun to ingest are gone or have other content now: %s. Nothing was written. Put"
                                + " them back as they were, or start a new run, which lists the source anew.")
                        .formatted(named(files)));
    }

    static LeatException goneSinceIngested(List<String> files) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                ("This repair would take away the rows that this run had ingested, but files they came from are gone or"
                                + " still being written: %s. Nothing was changed. Put them back and repair again, or start"
                                + " a new run, which keeps those rows.")
                        .formatted(named(files)));
    }

    static LeatException nothingInstead(String path, int files) {
        return new LeatException(
                ErrorCode.INVALID_STATE,
                ("This repair would take away the rows of %d files that this run had ingested, and %s has none to put in"
                                + " their place. Nothing was changed. Correct ingest_task.source.path and repair again.")
                        .formatted(files, path));
    }

    static LeatException reserved(String option, String instead) {
        return invalid("ingest_task.source.options.%s: %s", option, instead);
    }

    static LeatException schema(String ddl, Throwable cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "ingest_task.source.schema: %s It was: %s".formatted(SqlErrors.oneLine(cause), ddl),
                cause);
    }

    static LeatException extraColumns(String file, List<String> extra, List<String> columns) {
        return invalid(
                "%s has columns that the table has not: %s. The columns are %s. Add them to ingest_task.source.schema, or"
                        + " correct the file.",
                file, String.join(", ", extra), String.join(", ", columns));
    }

    static LeatException columnTwice(String file, String column) {
        return invalid("%s has two columns called %s; give each a name of its own.", file, column);
    }

    static LeatException columnType(String file, String column, String found, String wanted) {
        return invalid(
                "%s has column %s as %s, and the table has it as %s, which cannot be read from that without loss. Write the"
                        + " file with the table's type, or ingest it into another table.",
                file, column, found, wanted);
    }

    static LeatException inferredDifferently(String column, String one, String other) {
        return invalid(
                "ingest_task.source.schema: column %s is %s in some files and %s in others; declare the schema.",
                column, one, other);
    }

    static LeatException badRecord(long bad, String file, String raw, String message) {
        return invalid(
                "%d records do not fit the schema, the first in %s: %s: %s. Nothing was written. Correct the file, or set"
                        + " on_bad_records to quarantine or drop.",
                bad, file, message, shortened(raw));
    }

    static LeatException sameTable(String table) {
        return invalid("ingest_task.quarantine: %s is the target itself; name another table.", table);
    }

    private static String shortened(String raw) {
        String line = raw.lines().findFirst().orElse("");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    private static String named(List<String> files) {
        String first = files.stream().limit(NAMED).collect(Collectors.joining(", "));
        return files.size() <= NAMED ? first : first + " and " + (files.size() - NAMED) + " more";
    }

    private static LeatException invalid(String message, Object... values) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message.formatted(values));
    }
}
