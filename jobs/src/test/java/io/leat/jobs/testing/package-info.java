/**
 * What tests of data tasks stand on: {@link io.leat.jobs.testing.TestSpark}, one Spark a JVM, and
 * {@link io.leat.jobs.testing.TestWorkspace}, tables in a temporary directory with a control plane in memory.
 */
@NullMarked
package io.leat.jobs.testing;

import org.jspecify.annotations.NullMarked;
