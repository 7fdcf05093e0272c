package io.leat.core.schedule;

import java.util.Objects;

/**
 * What a task run takes of a pool for as long as it runs.
 *
 * @param slots at least 1
 */
public record Claim(String pool, int slots) {
    public Claim {
        Objects.requireNonNull(pool, "pool is null");
        if (slots < 1) {
            throw new IllegalArgumentException("a claim of %d slots of pool %s".formatted(slots, pool));
        }
    }
}
