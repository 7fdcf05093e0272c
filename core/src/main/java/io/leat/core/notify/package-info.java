/**
 * Who is told what, and when: of runs and task runs that start, end or take long, by what their job says. Source: the Jobs
 * API's notifications and health rules.
 *
 * <p>Start at {@link io.leat.core.notify.Subscriptions}. Pure; nothing is sent here.
 */
@NullMarked
package io.leat.core.notify;

import org.jspecify.annotations.NullMarked;
