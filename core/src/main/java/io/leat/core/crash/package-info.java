/**
 * Places in the shipped code at which a test can have processes killed, so that what is promised of a crash is tried at
 * the very instruction where it is hardest to keep.
 *
 * <p>Start at {@link io.leat.core.crash.CrashPoint}.
 */
@NullMarked
package io.leat.core.crash;

import org.jspecify.annotations.NullMarked;
