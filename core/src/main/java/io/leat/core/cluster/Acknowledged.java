package io.leat.core.cluster;

/** All events of a driver up to this sequence number are durable. */
public record Acknowledged(long sequence) {}
