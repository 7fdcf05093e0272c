package io.leat.lab.conformance;

/**
 * A difference between what must be seen and what was.
 *
 * @param at where, such as {@code run 2, task a, result_state}
 * @param open whether the reference is open there
 */
record Finding(String at, String expected, String found, boolean open) {}
