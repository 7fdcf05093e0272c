package io.leat.jobs.agent;

import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the control plane has not acknowledged yet, in order. A number is given when an event is first taken; until it
 * is acknowledged the same event goes out again under the same number. Of progress only the newest of each task run
 * waits here, and it goes out at most every {@value #PROGRESS_EVERY} ms.
 */
final class Outbox {
    private static final long PROGRESS_EVERY = 200;
    private static final int MOST_EVENTS = 500;
    private static final int MOST_LINES = 20_000;
    private static final int MOST_LINES_EACH = 1000;

    /** Of log lines that wait, and of those that go out at once; so that neither side needs memory without bounds. */
    private static final long MOST_CHARACTERS = 8_000_000;

    private static final long MOST_CHARACTERS_EACH = 1_000_000;

    private final Deque<AgentEvent> waiting = new ArrayDeque<>();
    private final Map<Long, AgentEvent> progress = new LinkedHashMap<>();
    private final List<AgentEvent> taken = new ArrayList<>();
    private final Map<Long, Long> leftOut = new HashMap<>();
    private long lastSequence;
    private long added;
    private long drained;
    private long delivered;
    private long lines;
    private long characters;
    private long lastProgress;

    synchronized void add(AgentEvent event) {
        if (event.kind() == Kind.PROGRESS) {
            progress.put(event.taskRunId(), event);
        } else {
            enqueue(event);
        }

        notifyAll();
    }

    private void enqueue(AgentEvent event) {
        if (event.kind() == Kind.FINISHED) {
            progress.remove(event.taskRunId());
            tellLeftOut(event);
        }

        if (event.lines() != null && (lines > MOST_LINES || characters > MOST_CHARACTERS)) {
            leftOut.merge(event.taskRunId(), (long) event.lines().size(), Long::sum);
            return;
        }

        push(event);
    }

    private void push(AgentEvent event) {
        lines += event.lines() == null ? 0 : event.lines().size();
        characters += characters(event);
        waiting.add(event);
        added++;
    }

    private static long characters(AgentEvent event) {
        return event.lines() == null
                ? 0
                : event.lines().stream().mapToLong(String::length).sum();
    }

    private void tellLeftOut(AgentEvent last) {
        Long count = leftOut.remove(last.taskRunId());
        if (count != null) {
            push(last.withLines(
                    List.of("(" + count + " lines were left out: they came faster than they could be sent)")));
        }
    }

    /** The events to send now: those sent before and not acknowledged, else the next ones; waits for them. */
    synchronized List<AgentEvent> take() throws InterruptedException {
        while (taken.isEmpty()) {
            long now = System.nanoTime() / 1_000_000;
            boolean due = now - lastProgress >= PROGRESS_EVERY;
            if (!waiting.isEmpty() || (due && !progress.isEmpty())) {
                fill(now);
            } else if (progress.isEmpty()) {
                wait();
            } else {
                wait(Math.max(1, lastProgress + PROGRESS_EVERY - now));
            }
        }

        return List.copyOf(taken);
    }

    private void fill(long now) {
        long size = 0;
        while (!waiting.isEmpty() && taken.size() < MOST_EVENTS && size < MOST_CHARACTERS_EACH) {
            AgentEvent next = waiting.remove();
            drained++;
            AgentEvent event = withFollowingLines(next);
            size += characters(event);
            taken.add(event.numbered(++lastSequence));
        }

        if (now - lastProgress >= PROGRESS_EVERY) {
            progress.values().forEach(event -> taken.add(event.numbered(++lastSequence)));
            progress.clear();
            lastProgress = now;
        }
    }

    /** Log lines that follow one another become one event. */
    private AgentEvent withFollowingLines(AgentEvent first) {
        if (first.lines() == null) {
            return first;
        }

        List<String> all = new ArrayList<>(first.lines());
        long size = characters(first);
        for (AgentEvent next = waiting.peek();
                next != null
                        && next.lines() != null
                        && next.fence() == first.fence()
                        && all.size() < MOST_LINES_EACH
                        && size < MOST_CHARACTERS_EACH;
                next = waiting.peek()) {
            all.addAll(next.lines());
            size += characters(next);
            waiting.remove();
            drained++;
        }

        return first.withLines(all);
    }

    /** All up to this number are durable; returns those that were not known to be before. */
    synchronized List<AgentEvent> acknowledge(long sequence) {
        List<AgentEvent> done =
                taken.stream().filter(event -> event.sequence() <= sequence).toList();
        taken.removeAll(done);
        for (AgentEvent event : done) {
            lines -= event.lines() == null ? 0 : event.lines().size();
            characters -= characters(event);
        }

        if (taken.isEmpty()) {
            delivered = drained;
        }

        notifyAll();
        return done;
    }

    /** Returns when all added before is acknowledged. */
    synchronized void flush() throws InterruptedException {
        long goal = added;
        while (delivered < goal) {
            wait();
        }
    }
}
