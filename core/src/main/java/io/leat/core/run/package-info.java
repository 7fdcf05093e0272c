/**
 * Runs and task runs: what they are and how they move.
 *
 * <p>Start at {@link io.leat.core.run.RunMachine}. Nothing here does I/O, knows a thread or reads a clock.
 */
@NullMarked
package io.leat.core.run;

import org.jspecify.annotations.NullMarked;
