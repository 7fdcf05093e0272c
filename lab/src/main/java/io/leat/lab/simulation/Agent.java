package io.leat.lab.simulation;

import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registered;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.lab.simulation.Network.Reply;
import io.leat.server.engine.Engine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The agent in a driver, by the rules of the real one: it knows the present, and repeats what is not acknowledged. */
final class Agent {
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 1_000;
    private static final long AT_ONCE = 50;
    private static final long ORPHAN_AFTER = 600_000;

    final World world;
    final Processes.Simulated process;
    final Tables tables;
    private final Network network;
    final Checks checks;
    final Watch watch;
    private final Map<Long, TaskCode> held = new LinkedHashMap<>();
    private final Deque<AgentEvent> waiting = new ArrayDeque<>();
    private List<AgentEvent> taken = List.of();
    private long lastSequence;
    private long turn;
    private boolean reporting;
    private long pause = FIRST_PAUSE;
    private long reportPause = FIRST_PAUSE;
    private long lastContact;

    Agent(World world, Processes.Simulated process, Tables tables, Network network, Checks checks, Watch watch) {
        this.world = world;
        this.process = process;
        this.tables = tables;
        this.network = network;
        this.checks = checks;
        this.watch = watch;
        this.lastContact = world.agenda.now();
    }

    void live() {
        Registration registration = new Registration(
                Protocol.VERSION, process.driverId, 1, "here", 2, "local[2]", "4.1.3", "app", 1_000, false, null);
        ask("register", process, engine -> engine.agents().register(registration), this::registered);
    }

    private <T> void ask(String what, Object about, Function<Engine, T> request, Consumer<Reply<T>> replied) {
        network.send(what, about, request, reply -> process.whileAlive(() -> heard(reply, replied)));
    }

    private <T> void heard(Reply<T> reply, Consumer<Reply<T>> replied) {
        if (reply.answer() != null) {
            lastContact = world.agenda.now();
        }

        replied.accept(reply);
    }

    private void registered(Reply<Registered> reply) {
        if (reply.answer() == null) {
            again(reply.refusal());
        } else {
            poll();
        }
    }

    private void again(@Nullable LeatException refusal) {
        if (refusal != null && refusal.code() != ErrorCode.RESOURCE_DOES_NOT_EXIST) {
            process.die(4);
        } else if (world.agenda.now() - lastContact > ORPHAN_AFTER) {
            process.die(3);
        } else {
            process.after(backOff(), "register again", process, this::live);
        }
    }

    private long backOff() {
        long now = world.chance.between(pause / 2, pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        return now;
    }

    private void poll() {
        if (world.strikes(Fault.DRIVER_STOPS)) {
            process.stop();
        } else if (!held.isEmpty() && world.strikes(Fault.DRIVER_DIES)) {
            process.die(1);
        }

        process.whileAlive(this::pollNow);
    }

    /** What is held now, under a new number. */
    private Poll held() {
        List<Long> holding = List.copyOf(held.keySet());
        List<Long> cancelling = held.values().stream()
                .filter(TaskCode::isToldToEnd)
                .map(TaskCode::id)
                .toList();
        return new Poll(process.driverId, holding, cancelling, List.of(), ++turn);
    }

    private void pollNow() {
        long start = world.agenda.now();
        Poll poll = held();
        askAsync("poll", engine -> engine.agents().poll(poll), reply -> polled(reply, start));
    }

    private <T> void askAsync(String what, Function<Engine, CompletableFuture<T>> request, Consumer<Reply<T>> replied) {
        network.sendAsync(what, process, request, reply -> process.whileAlive(() -> heard(reply, replied)));
    }

    private void polled(Reply<Instructions> reply, long start) {
        Instructions todo = reply.answer();
        if (todo == null) {
            again(reply.refusal());
            return;
        }

        boolean any = act(todo);
        if (todo.stop() && held.isEmpty()) {
            process.die(0);
        } else if (any || world.agenda.now() - start > AT_ONCE) {
            pause = FIRST_PAUSE;
            poll();
        } else {
            process.after(backOff(), "poll again", process, this::poll);
        }
    }

    /** Does what an answer tells, unless it was given before the newest word was known. */
    private boolean act(Instructions todo) {
        if (todo.turn() != 0 && todo.turn() != turn) {
            return false;
        }

        boolean started = start(todo.run());
        return cancel(todo.cancel()) || started;
    }

    private boolean start(List<Assignment> assignments) {
        boolean any = false;
        for (Assignment assignment : assignments) {
            TaskCode older = held.get(assignment.taskRunId());
            if (older == null || older.fence() < assignment.fence()) {
                checks.accepted(process.driverId, assignment);
                world.truth.taken(assignment.taskRunId(), assignment.fence(), process.driverId);
                TaskCode code = new TaskCode(this, assignment);
                held.put(assignment.taskRunId(), code);
                code.begin(older);
                any = true;
            }
        }

        return any;
    }

    private boolean cancel(List<Long> taskRunIds) {
        boolean any = false;
        for (long id : taskRunIds) {
            checks.toldToEnd(process.driverId, id);
            TaskCode code = held.get(id);
            any |= code != null && code.end();
        }

        return any;
    }

    /** Asks until there is an answer or a refusal. */
    <T> void askUntil(String what, Object about, Function<Engine, T> request, Consumer<Reply<T>> replied) {
        ask(what, about, request, reply -> {
            if (reply.isLost()) {
                process.after(backOff(), what + " again", about, () -> askUntil(what, about, request, replied));
            } else {
                replied.accept(reply);
            }
        });
    }

    /** Tells of it as soon as all before is told. */
    void tell(AgentEvent event) {
        waiting.add(event);
        report();
    }

    private void report() {
        if (reporting) {
            return;
        }

        if (taken.isEmpty()) {
            List<AgentEvent> next = new ArrayList<>();
            while (!waiting.isEmpty()) {
                next.add(waiting.remove().numbered(++lastSequence));
            }

            taken = next;
        }

        if (!taken.isEmpty()) {
            reporting = true;
            report(new Report(process.driverId, taken, held()));
        }
    }

    private void report(Report report) {
        askAsync("report", engine -> engine.agents().report(report), reply -> reported(report, reply));
    }

    private void reported(Report report, Reply<Acknowledged> reply) {
        Acknowledged answer = reply.answer();
        if (answer != null) {
            reporting = false;
            reportPause = FIRST_PAUSE;
            checks.reported(process.driverId, answer.sequence());
            acknowledged(answer.sequence());
            Instructions todo = answer.instructions();
            if (todo != null) {
                act(todo);
            }

            report();
        } else if (reply.refusal() != null) {
            process.die(4);
        } else {
            process.after(world.chance.between(1, reportPause), "report again", process, () -> report(report));
            reportPause = Math.min(LONGEST_PAUSE, reportPause * 2);
        }
    }

    private void acknowledged(long sequence) {
        List<AgentEvent> left = new ArrayList<>();
        for (AgentEvent event : taken) {
            if (event.sequence() > sequence) {
                left.add(event);
            } else if (event.kind() == AgentEvent.Kind.FINISHED) {
                world.truth.told(event.taskRunId());
                held.remove(event.taskRunId());
            }
        }

        taken = left;
    }
}
