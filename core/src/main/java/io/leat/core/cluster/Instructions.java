package io.leat.core.cluster;

import java.util.List;

/**
 * What a driver should do; every part may be empty.
 *
 * @param run task runs to start
 * @param cancel task runs to end
 * @param queries to answer
 * @param stop whether to leave when nothing is held
 */
public record Instructions(List<Assignment> run, List<Long> cancel, List<Query> queries, boolean stop) {
    public static final Instructions NONE = new Instructions(List.of(), List.of(), List.of(), false);

    public Instructions {
        run = List.copyOf(run);
        cancel = List.copyOf(cancel);
        queries = List.copyOf(queries);
    }

    public boolean isEmpty() {
        return run.isEmpty() && cancel.isEmpty() && queries.isEmpty() && !stop;
    }
}
