package io.leat.server.store;

import org.jdbi.v3.core.Handle;

/** What every transaction that writes has to pass. */
interface Fence {
    /** For a database that only one process has open for writing, and whose commits do not go over a network. */
    Fence NONE = new Fence() {
        @Override
        public long hold(Handle transaction) {
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

    /**
     * Makes sure that nobody else may write until this transaction has ended.
     *
     * @return the transaction's turn, by which it is known later
     * @throws io.leat.core.error.LeatException when somebody else may write already
     */
    long hold(Handle transaction);

    /** Whether the transaction of that turn has committed; waits until it has ended. For one whose answer was lost. */
    boolean landed(Handle handle, long turn);

    /** Whether nothing is to be gained by waiting for the database to come back. */
    boolean isDown();
}
