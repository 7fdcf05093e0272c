/**
 * Conformance: cases in files say what a job's runs must look like; an engine is tried on them and told where it differs.
 *
 * <p>Start at {@link io.leat.lab.conformance.Conformance}. A {@code CaseEngine} plays a {@code ConformanceCase} and
 * gives an {@code Observation}; the {@code Checker} compares that with the case's {@code Expectation}. Nothing here
 * decides how runs behave.
 */
@NullMarked
package io.leat.lab.conformance;

import org.jspecify.annotations.NullMarked;
