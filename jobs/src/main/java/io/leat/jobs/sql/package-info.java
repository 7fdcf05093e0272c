/**
 * Files of SQL: parted into statements by Spark's own grammar, given their parameters as values, and run one after the
 * other.
 *
 * <p>Start at {@link io.leat.jobs.sql.Sql}. What can be done without Spark running ({@code SqlFile}, {@code Splitter},
 * {@code Markers}, {@code Binding}) knows nothing of a session.
 */
@NullMarked
package io.leat.jobs.sql;

import org.jspecify.annotations.NullMarked;
