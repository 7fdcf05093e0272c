/**
 * The engine: one thread that takes in what happened, commits it, and only then acts on it.
 *
 * <p>Start at {@link io.leat.server.engine.Engine}, which wires the parts, then {@code Loop} (the thread and its
 * transactions), {@code Runs} (runs in memory, moved by core's RunMachine) and {@code Drivers} (who runs what). SQL is in
 * the store, HTTP in rest, processes in launch.
 */
@NullMarked
package io.leat.server.engine;

import org.jspecify.annotations.NullMarked;
