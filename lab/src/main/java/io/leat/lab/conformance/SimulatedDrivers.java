package io.leat.lab.conformance;

import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Report;
import io.leat.lab.conformance.ConformanceCase.Outcome;
import io.leat.lab.conformance.ConformanceCase.Result;
import io.leat.server.launch.DriverLauncher;
import io.leat.server.launch.DriverProcess;
import io.leat.server.launch.DriverSpec;
import io.leat.server.rest.AgentApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Drivers in virtual time, whose task runs do what a script says. They are heard and told without delay. */
final class SimulatedDrivers implements DriverLauncher {
    private final Agenda agenda;
    private final Leaves leaves;
    private final Map<String, Simulated> drivers = new HashMap<>();
    private @Nullable AgentApi agents;

    SimulatedDrivers(Agenda agenda, Leaves leaves) {
        this.agenda = agenda;
        this.leaves = leaves;
    }

    void speakTo(AgentApi engine) {
        agents = engine;
    }

    @Override
    public DriverProcess start(DriverSpec spec) {
        Simulated driver = new Simulated(spec.driverId(), drivers.size() + 1, agenda.now());
        drivers.put(spec.driverId(), driver);
        agenda.next(driver::register);
        return driver;
    }

    @Override
    public Optional<DriverProcess> attach(String driverId, long pid, long startedAt) {
        return Optional.empty();
    }

    void kill(String driverId) {
        Optional.ofNullable(drivers.get(driverId)).ifPresent(Simulated::kill);
    }

    private final class Simulated implements DriverProcess {
        private final String driverId;
        private final long pid;
        private final long startedAt;
        private final Map<Long, Assignment> holding = new LinkedHashMap<>();
        private final List<Long> cancelling = new ArrayList<>();
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private long sequence;

        Simulated(String driverId, long pid, long startedAt) {
            this.driverId = driverId;
            this.pid = pid;
            this.startedAt = startedAt;
        }

        private AgentApi engine() {
            return Objects.requireNonNull(agents);
        }

        void register() {
            engine().register(Leaves.driver(driverId));
            poll();
        }

        private void poll() {
            if (!exit.isDone()) {
                engine().poll(new Poll(driverId, List.copyOf(holding.keySet()), List.copyOf(cancelling), List.of()))
                        .thenAccept(todo -> agenda.next(() -> obey(todo)));
            }
        }

        private void obey(Instructions todo) {
            if (exit.isDone()) {
                return;
            }

            todo.run().forEach(this::begin);
            todo.cancel().stream().filter(id -> !cancelling.contains(id)).forEach(this::cancel);
            if (todo.stop() && holding.isEmpty()) {
                exit.complete(0);
            } else {
                poll();
            }
        }

        private void begin(Assignment assignment) {
            if (holding.putIfAbsent(assignment.taskRunId(), assignment) != null) {
                return;
            }

            Outcome outcome = leaves.start(assignment);
            say(AgentEvent.started(assignment, agenda.now()));
            if (outcome.result() != Result.TIMEDOUT) {
                agenda.at(agenda.now() + outcome.takesMs(), () -> end(assignment, Leaves.finish(outcome)));
            }
        }

        private void cancel(long taskRunId) {
            Assignment assignment = holding.get(taskRunId);
            cancelling.add(taskRunId);
            if (assignment != null) {
                end(assignment, new Finish(AgentEvent.Outcome.CANCELED, "", null));
            }
        }

        private void end(Assignment assignment, Finish finish) {
            if (!exit.isDone() && holding.containsKey(assignment.taskRunId())) {
                say(AgentEvent.finished(assignment, agenda.now(), finish));
                holding.remove(assignment.taskRunId());
                cancelling.remove(assignment.taskRunId());
            }
        }

        private void say(AgentEvent event) {
            engine().report(new Report(driverId, List.of(event.numbered(++sequence))));
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public long startedAt() {
            return startedAt;
        }

        @Override
        public boolean isAlive() {
            return !exit.isDone();
        }

        @Override
        public void kill() {
            exit.complete(137);
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return exit;
        }

        @Override
        public Path log() {
            return Path.of("/dev/null");
        }
    }
}
