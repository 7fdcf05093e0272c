package io.leat.server.store;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import org.jdbi.v3.core.Handle;

/** What every transaction that writes has to pass. */
interface Fence {
    /** For a database that only one process has open for writing, and whose commits do not go over a network. */
    Fence NONE = of(() -> true);

    /** As {@link #NONE}, for one whose owners know who may write it. */
    static Fence of(Leadership leadership) {
        return new Fence() {
            @Override
            public long hold(Handle transaction) {
                if (!leadership.isHeld()) {
                    throw supplanted();
                }

                return 0;
            }

            @Override
            public boolean landed(Handle handle, long turn) {
                return false;
            }

            @Override
            public boolean isDown() {
                return true;
            }
        };
    }

    /** Why nothing can be written from here any more. */
    static LeatException supplanted() {
        return new LeatException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "This control plane is not the active one any more. The workspace's control.json says where that is.");
    }

    /**
     * Makes sure that nobody else may write until this transaction has ended.
     *
     * @return the transaction's turn, by which it is known later
     * @throws LeatException when somebody else may write already
     */
    long hold(Handle transaction);

    /** Whether the transaction of that turn has committed; waits until it has ended. For one whose answer was lost. */
    boolean landed(Handle handle, long turn);

    /** Whether nothing is to be gained by waiting for the database to come back. */
    boolean isDown();
}
