package io.leat.jobs.expression;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a query that a user wrote.
 *
 * @param option where it stands in the job file, such as {@code match_task.select.clicks}
 * @param sql what the user wrote: one expression
 * @param from what it can be tried on alone: all that follows FROM; null if it makes sense only in the whole
 */
public record Part(String option, String sql, @Nullable String from) {}
