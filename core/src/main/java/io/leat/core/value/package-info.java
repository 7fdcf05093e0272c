/**
 * References in a task's body, such as {@code {{job.parameters.day}}}, and what they stand for in a run.
 *
 * <p>Start at {@link io.leat.core.value.References}. What is bound into SQL is never pasted there as text.
 */
@NullMarked
package io.leat.core.value;

import org.jspecify.annotations.NullMarked;
