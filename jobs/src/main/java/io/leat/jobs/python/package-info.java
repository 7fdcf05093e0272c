/**
 * Tasks that are Python programs: each runs in a process of its own, in a virtual environment, and joins the task's
 * Spark session by Spark Connect.
 *
 * <p>Start at {@link io.leat.jobs.python.PythonRunner}: {@code Environments} has the interpreters with their
 * libraries, {@code PythonProcess} the process, {@code ConnectServer} the way to Spark, {@code Channel} the way to the
 * driver. What runs inside the process is the Python package {@code leat}.
 */
@NullMarked
package io.leat.jobs.python;

import org.jspecify.annotations.NullMarked;
