/**
 * Rows of Spark SQL as JSON, to be looked at: {@link io.leat.jobs.rows.SqlRows}.
 */
@NullMarked
package io.leat.jobs.rows;

import org.jspecify.annotations.NullMarked;
