/**
 * Calls of HTTP APIs, behind a guard that lets no job reach what is not public unless the administrator allows it.
 *
 * <p>Start at {@link io.leat.jobs.http.Http}; {@code HttpRun} is one task run, {@code Requests} one request with its
 * redirects, {@code Guard} decides which addresses may be connected to, and {@code PinnedClients} sees to it that no
 * other is.
 */
@NullMarked
package io.leat.jobs.http;

import org.jspecify.annotations.NullMarked;
