package io.leat.core.cluster;

import java.util.List;

/**
 * What a driver should do; every part may be empty.
 *
 * @param run task runs to start
 * @param cancel task runs to end
 * @param queries to answer
 * @param stop whether to leave when nothing is held
 * @param turn of the newest poll that was known when this was said; a driver that has sent a newer one since does
 *     nothing of this, as it is told again what still holds
 */
public record Instructions(List<Assignment> run, List<Long> cancel, List<Query> queries, boolean stop, long turn) {
    public static final Instructions NONE = new Instructions(List.of(), List.of(), List.of(), false, 0);

    public Instructions {
        run = List.copyOf(run);
        cancel = List.copyOf(cancel);
        queries = List.copyOf(queries);
    }

    /** For a driver that does not number its polls. */
    public Instructions(List<Assignment> run, List<Long> cancel, List<Query> queries, boolean stop) {
        this(run, cancel, queries, stop, 0);
    }

    public boolean isEmpty() {
        return run.isEmpty() && cancel.isEmpty() && queries.isEmpty() && !stop;
    }
}
