package io.leat.core.cluster;

/**
 * A question to any warm driver: {@code SQL} runs one statement and returns at most {@code limit} rows;
 * {@code INSPECT} describes the table whose name is {@code text}.
 */
public record Query(String queryId, Kind kind, String text, int limit) {
    /** What is asked. */
    public enum Kind {
        SQL,
        INSPECT
    }
}
