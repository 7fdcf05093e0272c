/**
 * Starts and watches drivers: Spark applications that outlive the control plane.
 *
 * <p>Start at {@link io.leat.server.launch.DriverLauncher}; {@code SparkSubmitLauncher} is the
 * one for real processes. Nothing here knows of runs or tasks.
 */
@NullMarked
package io.leat.server.launch;

import org.jspecify.annotations.NullMarked;
