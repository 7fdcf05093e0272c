/**
 * Writes a table's rows to a lasting one, under its constraints: {@link io.leat.jobs.persist.Persist}.
 */
@NullMarked
package io.leat.jobs.persist;

import org.jspecify.annotations.NullMarked;
