/**
 * What a write is, and when it is the same write again: batches, manifests, pins.
 *
 * <p>Start at {@link io.leat.core.batch.Batch}. Nothing here touches a table; the one writer in connectors does.
 */
@NullMarked
package io.leat.core.batch;

import org.jspecify.annotations.NullMarked;
