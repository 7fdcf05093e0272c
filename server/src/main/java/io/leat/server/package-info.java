/**
 * The control plane as one program: {@link io.leat.server.Main} is its command line, {@link
 * io.leat.server.ControlPlane} puts store, engine and routes together.
 */
@NullMarked
package io.leat.server;

import org.jspecify.annotations.NullMarked;
