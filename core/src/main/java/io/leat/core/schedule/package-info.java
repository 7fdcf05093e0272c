/**
 * What runs when: which runs begin, in {@link io.leat.core.schedule.Admission}, and which of the task runs that can start
 * does so next, in {@link io.leat.core.schedule.ReadyQueue}. Pure.
 */
@NullMarked
package io.leat.core.schedule;

import org.jspecify.annotations.NullMarked;
