package io.leat.jobs.agent;

import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Numbers what the driver says it holds. Answers come on two ways, to polls and to reports, and so out of order: one
 * that was given before the newest word of ours was known is left alone, since what it wants may be done already. What
 * it still wants is told again in answer to that word.
 */
final class Turns {
    private final LongFunction<Poll> says;
    private final Predicate<Instructions> does;
    private long last;

    /**
     * @param says what is held now, under this number
     * @param does what is told; whether any of it was new
     */
    Turns(LongFunction<Poll> says, Predicate<Instructions> does) {
        this.says = says;
        this.does = does;
    }

    synchronized Poll next() {
        return says.apply(++last);
    }

    /** Does what an answer tells; whether any of it was new. A control plane that does not number is always obeyed. */
    synchronized boolean act(Instructions told) {
        boolean current = told.turn() == 0 || told.turn() == last;
        return current && does.test(told);
    }
}
