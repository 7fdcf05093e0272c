/**
 * What was made from what: datasets, versions, columns.
 *
 * <p>Start at {@link io.leat.core.lineage.Lineage}.
 */
@NullMarked
package io.leat.core.lineage;

import org.jspecify.annotations.NullMarked;
