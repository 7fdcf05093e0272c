/**
 * What tasks from tables to a table share: inputs at pinned versions, and the write that is told.
 *
 * <p>Start at {@link io.leat.jobs.table.TargetWrite}.
 */
@NullMarked
package io.leat.jobs.table;

import org.jspecify.annotations.NullMarked;
