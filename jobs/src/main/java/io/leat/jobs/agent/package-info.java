/**
 * The agent in a driver: takes task runs from the control plane, runs each in a session of its own, and reports.
 *
 * <p>Start at {@link io.leat.jobs.agent.AgentMain}; {@code Agent} holds the loop, {@code TaskRunThread} the life of one
 * task run, {@code Outbox} what is still to be told. What a kind of task does is never here.
 */
@NullMarked
package io.leat.jobs.agent;

import org.jspecify.annotations.NullMarked;
