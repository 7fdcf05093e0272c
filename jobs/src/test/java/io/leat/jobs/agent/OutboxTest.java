package io.leat.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Libraries;
import io.leat.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OutboxTest {
    private final Outbox outbox = new Outbox();
    private final Events one = events(1);
    private final Events two = events(2);

    private Events events(long id) {
        return new Events(
                new Assignment(
                        id,
                        1,
                        1,
                        "job",
                        "task",
                        0,
                        id,
                        "kind",
                        Json.object(),
                        Map.of(),
                        "/",
                        Map.of(),
                        Libraries.NONE,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                outbox);
    }

    @Test
    void eventsAreNumberedInOrderAndStayUntilAcknowledged() throws Exception {
        one.started();
        two.started();
        List<AgentEvent> first = outbox.take();
        one.finished(new Finish(Outcome.SUCCESS, "", null));

        assertThat(first.stream().map(AgentEvent::sequence)).containsExactly(1L, 2L);
        assertThat(outbox.take()).isEqualTo(first);
        assertThat(outbox.acknowledge(1)).containsExactly(first.get(0));
        assertThat(outbox.take()).containsExactly(first.get(1));
        outbox.acknowledge(2);
        assertThat(outbox.take().stream().map(AgentEvent::sequence)).containsExactly(3L);
    }

    @Test
    void linesThatFollowOneAnotherTravelTogether() throws Exception {
        one.log("a");
        one.log("b\nc");
        two.log("d");
        one.log("e");

        assertThat(outbox.take().stream().map(AgentEvent::lines))
                .containsExactly(List.of("a", "b", "c"), List.of("d"), List.of("e"));
    }

    @Test
    void onlyTheNewestProgressTravels() throws Exception {
        one.progress("reading", 1, 4);
        one.progress("reading", 2, 4);
        two.progress("writing", 1, 2);

        assertThat(outbox.take().stream().map(event -> event.progress().done())).containsExactly(2L, 1L);
    }

    @Test
    void noProgressIsToldOfWhatHasFinished() throws Exception {
        one.progress("writing", 1, 4);
        one.finished(new Finish(Outcome.SUCCESS, "", null));

        assertThat(outbox.take().stream().map(AgentEvent::kind)).containsExactly(Kind.FINISHED);
    }

    @Test
    void linesThatCannotBeSentAreCountedNotKept() throws Exception {
        for (int i = 0; i < 20_100; i++) {
            one.log("line");
        }

        one.finished(new Finish(Outcome.SUCCESS, "", null));
        List<AgentEvent> events = outbox.take();
        List<String> last = events.get(events.size() - 2).lines();

        assertThat(last).last().isEqualTo("(99 lines were left out: they came faster than they could be sent)");
    }

    @Test
    void longLinesTakeTheirTurnsAndAreLeftOutSooner() throws Exception {
        String line = "x".repeat(10_000);
        for (int i = 0; i < 1_000; i++) {
            one.log(line);
        }

        one.finished(new Finish(Outcome.SUCCESS, "", null));
        long sent = 0;
        long most = 0;
        List<String> last = List.of();
        for (List<AgentEvent> events = outbox.take(); ; events = outbox.take()) {
            long size = events.stream()
                    .filter(event -> event.lines() != null)
                    .flatMap(event -> event.lines().stream())
                    .mapToLong(String::length)
                    .sum();
            sent += size;
            most = Math.max(most, size);
            AgentEvent end = events.get(events.size() - 1);
            outbox.acknowledge(end.sequence());
            if (end.kind() == Kind.FINISHED) {
                last = events.get(events.size() - 2).lines();
                break;
            }
        }

        assertThat(most).isLessThan(2_000_000);
        assertThat(sent).isBetween(8_000_000L, 8_100_000L);
        assertThat(last).last().asString().endsWith("lines were left out: they came faster than they could be sent)");
    }

    @Test
    void flushReturnsWhenAllIsAcknowledged() throws Exception {
        one.started();
        CompletableFuture<Void> flushed = CompletableFuture.runAsync(this::flush);
        outbox.take();
        assertThat(flushed).isNotDone();
        outbox.acknowledge(1);

        flushed.get(5, TimeUnit.SECONDS);
    }

    private void flush() {
        try {
            outbox.flush();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
