package io.leat.server.store;

/** What a control plane does about a lease that it shares with others. */
public interface Tenure {
    /** Waits as long as need be, and ends the process when the lease is lost. */
    Tenure FOR_LIFE = new Tenure() {
        @Override
        public boolean standsBy(String active) {
            return true;
        }

        @Override
        public void lost(String why) {
            Runtime.getRuntime().halt(LOST);
        }
    };

    /** Exit status of a process that was told to stop by the loss of its lease. */
    int LOST = 75;

    /**
     * Another control plane is active, or the database cannot be reached. Asked before every further look.
     *
     * @param why who is active and where, or what is wrong
     * @return whether to wait on
     */
    boolean standsBy(String why);

    /** The lease is lost: the database takes no change from this process any more. Called once, on some thread. */
    void lost(String why);
}
