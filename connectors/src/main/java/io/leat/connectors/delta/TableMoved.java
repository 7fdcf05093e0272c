package io.leat.connectors.delta;

/** The table was changed between our look at it and our transaction: look again. Never leaves this package. */
final class TableMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableMoved(String what) {
        super(what, null, false, false);
    }
}
