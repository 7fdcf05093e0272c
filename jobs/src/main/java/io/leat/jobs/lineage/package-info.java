/**
 * Where columns come from, read off Spark's analysed plans: {@link io.leat.jobs.lineage.PlanLineage}.
 */
@NullMarked
package io.leat.jobs.lineage;

import org.jspecify.annotations.NullMarked;
