package io.leat.lab.conformance;

import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Kind;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Report;
import io.leat.core.json.Json;
import io.leat.lab.conformance.ConformanceCase.Outcome;
import io.leat.lab.conformance.ConformanceCase.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver that speaks the agent protocol over HTTP and whose task runs do what a script says, in real time. */
final class ScriptedDriver {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptedDriver.class);

    /** Stands for any longer time in which nothing else happens. */
    private static final long LONGEST_MILLIS = 30_000;

    private final String driverId;
    private final Wire wire;
    private final Leaves leaves;
    private final ScheduledExecutorService clock;
    private final Map<Long, Assignment> holding = new LinkedHashMap<>();
    private final List<Long> cancelling = new ArrayList<>();
    private final Set<Long> over = new HashSet<>();
    private final LinkedBlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private long sequence;

    ScriptedDriver(String driverId, Wire wire, Leaves leaves, ScheduledExecutorService clock) {
        this.driverId = driverId;
        this.wire = wire;
        this.leaves = leaves;
        this.clock = clock;
    }

    void start() {
        Thread agent = new Thread(this::live, "agent-" + driverId);
        agent.setDaemon(true);
        agent.start();
        Thread reporter = new Thread(this::report, "reporter-" + driverId);
        reporter.setDaemon(true);
        reporter.start();
        exit.whenComplete((status, thrown) -> {
            agent.interrupt();
            reporter.interrupt();
        });
    }

    /** Completes with its exit status when it is gone. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    /** As a process that is killed: it says nothing more. */
    void die(int status) {
        exit.complete(status);
    }

    private void live() {
        try {
            wire.post(Protocol.REGISTER, Leaves.driver(driverId));
            boolean stopped = false;
            while (!stopped && !exit.isDone()) {
                stopped = pollOnce();
            }

            exit.complete(0);
        } catch (RuntimeException e) {
            if (!exit.isDone()) {
                LOG.warn("driver {} cannot go on: {}", driverId, e.toString());
                exit.complete(1);
            }
        }
    }

    private boolean pollOnce() {
        Poll poll;
        synchronized (this) {
            poll = new Poll(driverId, List.copyOf(holding.keySet()), List.copyOf(cancelling), List.of());
        }

        Instructions todo = Json.convert(wire.post(Protocol.POLL, poll), Instructions.class);
        synchronized (this) {
            todo.run().forEach(this::begin);
            todo.cancel().forEach(this::cancel);
            return todo.stop() && holding.isEmpty();
        }
    }

    private void begin(Assignment assignment) {
        if (exit.isDone() || holding.putIfAbsent(assignment.taskRunId(), assignment) != null) {
            return;
        }

        Outcome outcome = leaves.start(assignment);
        say(AgentEvent.started(assignment, System.currentTimeMillis()));
        if (outcome.result() != Result.TIMEDOUT) {
            long takes = Math.min(outcome.takesMs(), LONGEST_MILLIS);
            clock.schedule(() -> end(assignment, Leaves.finish(outcome)), takes, TimeUnit.MILLISECONDS);
        }
    }

    private void cancel(long taskRunId) {
        Assignment assignment = holding.get(taskRunId);
        if (assignment != null && !cancelling.contains(taskRunId)) {
            cancelling.add(taskRunId);
            end(assignment, new Finish(AgentEvent.Outcome.CANCELED, "", null));
        }
    }

    /** It ends once; what comes later is not said. */
    private synchronized void end(Assignment assignment, Finish finish) {
        if (holding.containsKey(assignment.taskRunId()) && over.add(assignment.taskRunId())) {
            say(AgentEvent.finished(assignment, System.currentTimeMillis(), finish));
        }
    }

    private void say(AgentEvent event) {
        events.add(event.numbered(++sequence));
    }

    private void report() {
        try {
            while (!exit.isDone()) {
                AgentEvent first = events.take();
                List<AgentEvent> told = new ArrayList<>(List.of(first));
                events.drainTo(told);
                wire.post(Protocol.REPORT, new Report(driverId, told));
                acknowledged(told);
            }
        } catch (InterruptedException e) {
            LOG.debug("driver {} is gone", driverId);
        } catch (RuntimeException e) {
            if (!exit.isDone()) {
                LOG.warn("driver {} cannot report: {}", driverId, e.toString());
                exit.complete(1);
            }
        }
    }

    private synchronized void acknowledged(List<AgentEvent> told) {
        told.stream().filter(event -> event.kind() == Kind.FINISHED).forEach(event -> {
            holding.remove(event.taskRunId());
            cancelling.remove(event.taskRunId());
        });
    }
}
