package io.leat.core.batch;

import org.jspecify.annotations.Nullable;

/**
 * What became of a batch whose end was not known: found in the table, or burnt there.
 *
 * @param commit set exactly when the batch was found
 */
public record Settled(
        String batchId, BatchState state, @Nullable Commit commit) {
    public Settled {
        if ((state == BatchState.COMMITTED) != (commit != null)) {
            throw new IllegalArgumentException(state + " and commit " + commit + " do not go together");
        }
    }
}
