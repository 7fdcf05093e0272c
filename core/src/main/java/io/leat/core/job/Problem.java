package io.leat.core.job;

import java.util.Comparator;

/**
 * Something wrong with a job file, and where.
 *
 * @param line from 1
 * @param column from 1
 * @param path of the field within the job, such as {@code tasks[1].ingest_task.source.format}; empty for the whole
 */
public record Problem(int line, int column, String path, String message, Severity severity) {
    /** In the order of the file. */
    public static final Comparator<Problem> BY_POSITION =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    /** Whether the job can be run all the same. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** As compilers write it: {@code job.yaml:12:7: message}. */
    public String format(String fileName) {
        return fileName + ":" + line + ":" + column + ": " + message;
    }
}
