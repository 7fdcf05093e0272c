package io.leat.core.run;

import java.util.BitSet;

/**
 * A for-each that goes on. Only its active iterations are in memory besides.
 *
 * @param parentId task run of the for-each
 * @param total number of inputs
 * @param kept iterations that an earlier execution of the run has done and this one does not do again
 * @param next index of the first input that may not have been started
 * @param active iterations that have begun and not ended, retries included
 * @param succeeded iterations, the kept ones included
 * @param failed iterations, however they failed
 */
public record Loop(long parentId, int total, BitSet kept, int next, int active, int succeeded, int failed) {
    static Loop of(long parentId, int total, BitSet kept) {
        return new Loop(parentId, total, kept, kept.nextClearBit(0), 0, kept.cardinality(), 0);
    }

    boolean hasNext() {
        return next < total;
    }

    boolean isDone() {
        return active == 0 && !hasNext();
    }

    Loop started() {
        return new Loop(parentId, total, kept, kept.nextClearBit(next + 1), active + 1, succeeded, failed);
    }

    Loop ended(boolean success) {
        return new Loop(
                parentId, total, kept, next, active - 1, succeeded + (success ? 1 : 0), failed + (success ? 0 : 1));
    }

    /** No more iterations start. */
    Loop closed() {
        return new Loop(parentId, total, kept, Math.max(next, total), active, succeeded, failed);
    }
}
