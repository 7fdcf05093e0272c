/**
 * Delta tables: the catalog {@code leat} that names them, and the one writer of every commit that Leat makes.
 *
 * <p>Start at {@link io.leat.connectors.delta.DeltaTables}. Nothing here knows of tasks or of the control plane.
 */
@NullMarked
package io.leat.connectors.delta;

import org.jspecify.annotations.NullMarked;
