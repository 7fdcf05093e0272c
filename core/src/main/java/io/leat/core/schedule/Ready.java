package io.leat.core.schedule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task run that can start.
 *
 * @param <K> what tells kinds of drivers apart
 * @param jobId whose turn it takes; task runs of one job and one priority take turns as one
 * @param priority of its job; the higher goes first
 * @param kind of driver that it needs
 * @param claim on a pool; null for none
 */
public record Ready<K>(
        long taskRunId,
        long runId,
        long jobId,
        int priority,
        K kind,
        @Nullable Claim claim) {
    public Ready {
        Objects.requireNonNull(kind, "kind is null");
    }
}
