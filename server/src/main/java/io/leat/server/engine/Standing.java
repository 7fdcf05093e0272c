package io.leat.server.engine;

import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Query;
import java.util.HashSet;
import java.util.Set;

/** What a driver holds as far as is known: what it said last, and what it was told since. For the engine's thread. */
final class Standing {
    private final Set<Long> holding;
    private final Set<Long> cancelling;
    private final Set<String> queries;
    private final long turn;

    private Standing(Set<Long> holding, Set<Long> cancelling, Set<String> queries, long turn) {
        this.holding = holding;
        this.cancelling = cancelling;
        this.queries = queries;
        this.turn = turn;
    }

    /** Of a driver that has not said anything. */
    static Standing unknown() {
        return new Standing(new HashSet<>(), new HashSet<>(), new HashSet<>(), 0);
    }

    static Standing of(Poll poll) {
        return new Standing(
                new HashSet<>(poll.holding()),
                new HashSet<>(poll.cancelling()),
                new HashSet<>(poll.queries()),
                poll.turn());
    }

    Set<Long> holding() {
        return holding;
    }

    boolean isCancelling(long taskRunId) {
        return cancelling.contains(taskRunId);
    }

    boolean isAnswering(Query query) {
        return queries.contains(query.queryId());
    }

    /** Of the newest poll heard. */
    long turn() {
        return turn;
    }

    /** It was told to do this, and so does not need to be told again unless it says that it does not. */
    void told(Instructions instructions) {
        instructions.run().stream().map(Assignment::taskRunId).forEach(holding::add);
        cancelling.addAll(instructions.cancel());
        instructions.queries().stream().map(Query::queryId).forEach(queries::add);
    }

    /** The driver has said of this task run that it ended. */
    void released(long taskRunId) {
        holding.remove(taskRunId);
        cancelling.remove(taskRunId);
    }
}
