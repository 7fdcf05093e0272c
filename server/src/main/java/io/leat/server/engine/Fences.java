package io.leat.server.engine;

/** The numbers of assignments, each greater than all before it, taken from the store in blocks. */
final class Fences {
    private static final long BLOCK = 10_000;

    private long last;
    private long end;

    long next(Step step) {
        if (last == end) {
            step.movedMemory();
            last = step.tables().fences().take(BLOCK);
            end = last + BLOCK;
        }

        return ++last;
    }

    /** Takes a new block next time: whether the store has this one is not known. */
    void reload() {
        end = last;
    }
}
