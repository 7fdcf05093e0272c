package io.leat.server.rest;

/**
 * One mistake in a job file.
 *
 * @param line from 1
 * @param column from 1
 * @param path of the field, such as {@code tasks[0].ingest_task.source}
 */
public record Problem(int line, int column, String path, String message) {}
