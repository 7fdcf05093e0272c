/**
 * The real engine in a world of its own: virtual time, chance from one seed, one thread. Drivers, processes, tables and
 * the network are played; the engine and its SQL are not. Start reading at {@link io.leat.lab.simulation.Simulation}.
 */
@NullMarked
package io.leat.lab.simulation;

import org.jspecify.annotations.NullMarked;
