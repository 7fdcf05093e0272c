/**
 * Where Leat's engine is tried: conformance cases, simulation, load. Nothing of it is shipped.
 *
 * <p>It may use {@code core} and {@code server}; nothing uses it.
 */
@NullMarked
package io.leat.lab;

import org.jspecify.annotations.NullMarked;
