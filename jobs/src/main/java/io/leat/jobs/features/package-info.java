/**
 * Features as they were known at each row's time: one shuffle, one sort, and a linear walk, whatever the number of
 * sources and features.
 *
 * <p>Start at {@link io.leat.jobs.features.Features}; {@code Walk} is the heart.
 */
@NullMarked
package io.leat.jobs.features;

import org.jspecify.annotations.NullMarked;
