package io.leat.core.batch;

/** How far a batch has come. */
public enum BatchState {
    /** In the store; may or may not be in the table. */
    MINTED(false),
    /** In the table: its commit was reported, or found. */
    COMMITTED(true),
    /** Never in the table: its id was burnt there before it could be written. */
    BURNT(true);

    private final boolean settled;

    BatchState(boolean settled) {
        this.settled = settled;
    }

    /** Whether it is known if the table holds the batch. */
    public boolean isSettled() {
        return settled;
    }
}
