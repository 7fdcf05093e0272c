/**
 * Tests of JAR tasks, whose programs are compiled when they are needed.
 */
@NullMarked
package io.leat.jobs.jar;

import org.jspecify.annotations.NullMarked;
