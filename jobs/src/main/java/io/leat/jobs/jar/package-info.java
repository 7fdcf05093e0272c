/**
 * Runs Java and Scala programs from the user's JARs: {@link io.leat.jobs.jar.JarTask}. A program's classes are loaded
 * child-first by {@link io.leat.jobs.jar.ProgramLoader}, reach Spark's own threads through
 * {@link io.leat.jobs.jar.DriverClasses}, and end the program, not the driver, when they call {@code System.exit}.
 */
@NullMarked
package io.leat.jobs.jar;

import org.jspecify.annotations.NullMarked;
