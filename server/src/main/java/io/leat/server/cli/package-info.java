/**
 * The commands of {@code leat} and the live view of a run: a client of the control plane's REST API.
 *
 * <p>Start at {@link io.leat.server.cli.Cli}. What a command needs is loaded when it runs, and no more: a client lives
 * for less than half a second. Nothing here knows how the control plane works inside.
 */
@NullMarked
package io.leat.server.cli;

import org.jspecify.annotations.NullMarked;
