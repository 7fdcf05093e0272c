package io.leat.core.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a program asks for while it runs; only the holder of the task run is answered.
 *
 * @param from the key of the task that set a value, or the scope of a secret
 * @param name of the value, or the secret's key
 */
public record Lookup(String driverId, long taskRunId, long fence, Kind kind, String from, String name) {
    /** What kind of thing. */
    public enum Kind {
        /** What another task of the run has set for others to read. */
        TASK_VALUE,
        SECRET
    }

    /**
     * The answer.
     *
     * @param value null when there is none
     */
    public record Found(@Nullable JsonNode value) {}
}
