package io.leat.core.cluster;

import org.jspecify.annotations.Nullable;

/**
 * All events of a driver up to this sequence number are durable.
 *
 * @param instructions what follows for a driver that said with its report what it holds; else null
 */
public record Acknowledged(long sequence, @Nullable Instructions instructions) {}
