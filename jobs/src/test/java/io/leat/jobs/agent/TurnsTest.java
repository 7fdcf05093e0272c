package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<Instructions> done = new ArrayList<>();
    private final Turns turns = new Turns(turn -> new Poll("d-1", List.of(), List.of(), List.of(), turn), done::add);

    @Test
    void anAnswerToTheNewestWordIsActedOn() {
        Instructions told = told(turns.next().turn());

        assertThat(turns.act(told)).isTrue();
        assertThat(done).containsExactly(told);
    }

    @Test
    void anAnswerGivenBeforeTheNewestWordWasKnownDoesNothing() {
        Instructions late = told(turns.next().turn());
        turns.next();

        assertThat(turns.act(late)).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void anAnswerToAnOlderPollThatKnowsTheNewestWordIsActedOn() {
        turns.next();
        Poll newest = turns.next();

        assertThat(turns.act(told(newest.turn()))).isTrue();
    }

    @Test
    void aControlPlaneThatDoesNotNumberIsObeyed() {
        turns.next();

        assertThat(turns.act(told(0))).isTrue();
    }

    private static Instructions told(long turn) {
        return new Instructions(List.of(), List.of(7L), List.of(), false, turn);
    }
}
