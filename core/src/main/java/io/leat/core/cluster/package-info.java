/**
 * What a driver is asked and what it answers: the messages of the agent protocol.
 *
 * <p>Start at {@link io.leat.core.cluster.Assignment} and {@link io.leat.core.cluster.AgentEvent}. Every message
 * is a record, sent as JSON over HTTP that the agent opens; the control plane never calls a driver.
 */
@NullMarked
package io.leat.core.cluster;

import org.jspecify.annotations.NullMarked;
