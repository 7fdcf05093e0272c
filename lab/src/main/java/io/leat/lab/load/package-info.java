/**
 * Load for the engine: a driver that does nothing, and clients that start runs as fast as they are answered.
 *
 * <p>Start at {@link io.leat.lab.load.NoopAgent}. Both are programs of their own, started by the benchmarks.
 */
@NullMarked
package io.leat.lab.load;

import org.jspecify.annotations.NullMarked;
