/**
 * Models: trained on one version of a table, measured on rows held back, saved so that Spark alone can load them.
 *
 * <p>Start at {@link io.leat.jobs.train.Train}; {@link io.leat.jobs.train.ModelReader} loads what it saved.
 */
@NullMarked
package io.leat.jobs.train;

import org.jspecify.annotations.NullMarked;
