package io.leat.core.cluster;

/**
 * A question to any warm driver: {@code SQL} runs one statement and returns at most {@code limit} rows;
 * {@code INSPECT} describes the table whose name is {@code text}; {@code AUDIT} tells of that table what a
 * {@link TableAudit} holds; {@code SETTLE} finds or burns the {@link io.leat.core.batch.Batch} that {@code text} is the
 * JSON of, and answers with {@link io.leat.core.batch.Settled}.
 */
public record Query(String queryId, Kind kind, String text, int limit) {
    /** What is asked. */
    public enum Kind {
        SQL,
        INSPECT,
        AUDIT,
        SETTLE
    }
}
