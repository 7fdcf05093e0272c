/**
 * HTTP in, HTTP out: the Jobs API, Leat's own API and the agent protocol. No rules live here.
 *
 * <p>Start at {@link io.leat.server.rest.RestServer}. What the routes need they ask for through the ports
 * {@link io.leat.server.rest.JobsApi}, {@link io.leat.server.rest.FilesApi}, {@link io.leat.server.rest.RunFeedApi},
 * {@link io.leat.server.rest.DataApi}, {@link io.leat.server.rest.ControlApi} and
 * {@link io.leat.server.rest.AgentApi}; there is no SQL and no run logic here.
 */
@NullMarked
package io.leat.server.rest;

import org.jspecify.annotations.NullMarked;
