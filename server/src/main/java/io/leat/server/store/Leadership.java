package io.leat.server.store;

/** Whether this control plane is the one that may write a store, by the word of whoever decides that. */
@FunctionalInterface
public interface Leadership {
    /** Asked at the begin of each transaction that writes; what it throws fails the transaction. */
    boolean isHeld();
}
