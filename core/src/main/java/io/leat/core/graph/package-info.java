/**
 * The graph of a job's tasks: order, neighbours, cycles.
 *
 * <p>Start at {@link io.leat.core.graph.TaskGraph}.
 */
@NullMarked
package io.leat.core.graph;

import org.jspecify.annotations.NullMarked;
