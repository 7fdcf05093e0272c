/**
 * Joins tables, within time windows where asked, or filters and aggregates one: {@link io.leat.jobs.match.Match}.
 */
@NullMarked
package io.leat.jobs.match;

import org.jspecify.annotations.NullMarked;
