package io.leat.core.schedule;

/**
 * How a pool is used.
 *
 * @param slots it has; -1 for one that is claimed and was never declared
 * @param used slots, of task runs that have a driver; more than {@code slots} for a while after a pool was made smaller
 * @param waiting task runs that claim it and can start otherwise
 */
public record PoolUse(String name, int slots, int used, int waiting) {}
