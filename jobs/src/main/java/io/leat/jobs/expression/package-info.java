/**
 * SQL of job files: evaluated with bound arguments, never pasted values, and with errors that name the option.
 *
 * <p>Start at {@link io.leat.jobs.expression.TaskSql}.
 */
@NullMarked
package io.leat.jobs.expression;

import org.jspecify.annotations.NullMarked;
