package io.leat.server.engine;

import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Registration;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.TaskRun;
import io.leat.core.run.Work;
import io.leat.core.schedule.Ready;
import io.leat.server.launch.DriverProcess;
import io.leat.server.store.DriverTable.DriverRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which driver holds what. Ready task runs are given to a warm driver of their pool in the very transaction that made
 * them ready; where there is none, one is started. For the engine's thread.
 */
final class Drivers {
    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

    private static final long FENCES = 10_000;

    private final Map<String, Driver> drivers = new LinkedHashMap<>();
    private final ReadyTasks ready = new ReadyTasks();
    private final Asks asks;
    private final Assignments assignments;
    private final Fleet fleet;
    private final Loop loop;
    private final Timers timers;
    private final Liveness liveness;
    private Runs runs;
    private long lastFence;
    private long fencesEnd;

    Drivers(Assignments assignments, Fleet fleet, Asks asks, Loop loop, Timers timers) {
        this.assignments = assignments;
        this.fleet = fleet;
        this.asks = asks;
        this.loop = loop;
        this.timers = timers;
        this.liveness = new Liveness(fleet, loop, timers);
    }

    void attach(Runs machineRuns) {
        runs = machineRuns;
    }

    Driver load(String driverId) {
        Driver driver = drivers.get(driverId);
        if (driver == null) {
            throw new LeatException(ErrorCode.RESOURCE_DOES_NOT_EXIST, "Driver %s is not known.".formatted(driverId));
        }

        return driver;
    }

    Collection<Driver> all() {
        return drivers.values();
    }

    /** A task run can start. */
    void ready(Step step, ActiveRun run, TaskRun taskRun) {
        step.movedMemory();
        ready.add(run, taskRun, fleet.pool(run, taskRun));
    }

    /** A task run has ended. */
    void ended(TaskRun taskRun) {
        ready.ended(taskRun.taskRunId());
    }

    /** What can start, and what it waits for. */
    ReadyTasks readyTasks() {
        return ready;
    }

    /** Gives what is ready to whoever can take it; starts drivers for the rest. */
    void dispatch(Step step) {
        int waiting = ready.size(); // what is tried again comes in behind
        Map<PoolKey, Integer> room = waiting == 0 ? Map.of() : room();
        for (int i = 0; i < waiting; i++) {
            Optional<Ready<PoolKey>> next = ready.next(room);
            if (next.isEmpty()) {
                break;
            }

            dispatch(step, next.get(), room);
        }

        ready.wanted().forEach(pool -> callFor(step, pool));

        if (!asks.isEmpty() && !asks.handOut(step, drivers.values()) && noneIsComing()) {
            start(step, fleet.ownPool());
        }
    }

    private Map<PoolKey, Integer> room() {
        Map<PoolKey, Integer> room = new HashMap<>();
        drivers.values().forEach(driver -> room.merge(driver.pool, driver.room(fleet.slots()), Integer::sum));
        return room;
    }

    private void dispatch(Step step, Ready<PoolKey> next, Map<PoolKey, Integer> room) {
        step.movedMemory();
        Optional<ActiveRun> run = runs.findByTask(next.taskRunId());
        Optional<TaskRun> taskRun = run.flatMap(active -> active.run().find(next.taskRunId()))
                .filter(found -> found.state() == LifeCycleState.PENDING && !found.isAssigned());
        if (taskRun.isEmpty()) {
            ready.ended(next.taskRunId());
            return;
        }

        Driver free = drivers.values().stream()
                .filter(driver -> driver.pool.equals(next.kind()) && driver.room(fleet.slots()) > 0)
                .findFirst()
                .orElseThrow();
        assign(step, run.get(), taskRun.get(), free);
        room.put(next.kind(), room.get(next.kind()) - 1);
    }

    /** Starts a driver of the kind, unless there is one that will have room. */
    private void callFor(Step step, PoolKey pool) {
        boolean coming = drivers.values().stream()
                .anyMatch(driver -> driver.pool.equals(pool) && !driver.stopping && driver.killedFor == null);
        if (!coming) {
            String message = "Starting a Spark driver on " + pool.master() + ".";
            start(step, pool).ifPresentOrElse(driver -> tell(step, driver, "STARTING", message), () -> {
                if (ready.isOverdue(pool)) {
                    giveWay(step, pool);
                }
            });
        }
    }

    /** Where no driver is ever idle, the one that was given something last is given nothing more, so that it leaves. */
    private void giveWay(Step step, PoolKey overdue) {
        boolean leaving = drivers.values().stream().anyMatch(driver -> driver.stopping);
        if (!leaving) {
            drivers.values().stream()
                    .filter(driver -> driver.isReady() && !driver.pool.equals(overdue))
                    .max(Comparator.comparingLong(Driver::lastFence))
                    .ifPresent(driver -> stop(step, driver));
        }
    }

    /** Tells all runs that wait for this driver. */
    private void tell(Step step, Driver driver, String state, String message) {
        ready.waitingFor(driver.pool).stream()
                .flatMap(taskRunId -> runs.findByTask(taskRunId).stream())
                .distinct()
                .forEach(run -> RunEvents.driver(step, run, driver.driverId, state, message));
    }

    private boolean noneIsComing() {
        return drivers.values().stream().allMatch(driver -> driver.stopping);
    }

    private void assign(Step step, ActiveRun run, TaskRun taskRun, Driver driver) {
        long fence = nextFence(step);
        runs.fire(step, run, Event.assigned(taskRun.taskRunId(), fence, driver.driverId));
        TaskRun assigned = run.run().find(taskRun.taskRunId()).orElseThrow();
        try {
            driver.held.put(taskRun.taskRunId(), assignments.of(step, run, assigned));
            step.after(driver::wake);
        } catch (LeatException e) {
            runs.fire(step, run, Event.ended(taskRun.taskRunId(), fence, Event.Ending.FAILED, e.getMessage()));
        }
    }

    private long nextFence(Step step) {
        if (lastFence == fencesEnd) {
            step.movedMemory();
            lastFence = step.tables().fences().take(FENCES);
            fencesEnd = lastFence + FENCES;
        }

        return ++lastFence;
    }

    private Optional<Driver> start(Step step, PoolKey pool) {
        if (!makeRoom(step)) {
            return Optional.empty();
        }

        step.movedMemory();
        Fleet.Start start = fleet.prepare(pool, step.now());
        Driver driver = new Driver(start.spec().driverId(), pool, step.now());
        drivers.put(driver.driverId, driver);
        step.tables().drivers().insert(start.row());
        step.after(() -> launch(driver, start));
        return Optional.of(driver);
    }

    /** Whether one more driver fits the budget; if not, an idle one is told to leave. */
    private boolean makeRoom(Step step) {
        if (drivers.size() < fleet.mostDrivers()) {
            return true;
        }

        drivers.values().stream()
                .filter(driver -> driver.isReady() && driver.isIdle())
                .findFirst()
                .ifPresent(driver -> stop(step, driver));
        return false;
    }

    void stop(Step step, Driver driver) {
        driver.stopping = true;
        step.after(driver::wake);
        liveness.dismissed(driver);
    }

    private void launch(Driver driver, Fleet.Start start) {
        try {
            driver.process = fleet.launch(start.spec());
            watch(driver);
            timers.insist(loop, step -> storeProcess(step, driver));
            liveness.starting(driver);
        } catch (RuntimeException e) {
            LOG.error("driver {} cannot be launched", driver.driverId, e);
            timers.insist(
                    loop, step -> neverStarted(step, driver, "No Spark driver could be started: " + e.getMessage()));
        }
    }

    private static boolean storeProcess(Step step, Driver driver) {
        DriverProcess process = driver.process;
        if (process != null) {
            step.tables().drivers().process(driver.driverId, process.pid(), process.startedAt());
        }

        return true;
    }

    private void watch(Driver driver) {
        String driverId = driver.driverId;
        liveness.watch(driver);
        driver.process.onExit().thenAccept(status -> timers.insist(loop, step -> gone(step, driverId, status)));
    }

    private boolean neverStarted(Step step, Driver driver, String why) {
        forget(step, driver);
        for (long taskRunId : ready.waitingFor(driver.pool)) {
            runs.findByTask(taskRunId)
                    .ifPresent(
                            run -> runs.fire(step, run, Event.ended(taskRunId, 0, Event.Ending.INTERNAL_ERROR, why)));
        }

        asks.failAll(step, why);
        return true;
    }

    private void forget(Step step, Driver driver) {
        step.movedMemory();
        drivers.remove(driver.driverId);
        driver.gone = true;
        fleet.ended(driver.driverId);
        step.tables().drivers().ended(driver.driverId, step.now());
        step.after(() -> driver.answer(Instructions.NONE));
    }

    /** The driver's process has ended. */
    private boolean gone(Step step, String driverId, int status) {
        return gone(step, driverId, status, false);
    }

    /** @param unseen whether it ended while no control plane ran, as when the whole machine did: its tasks resume */
    private boolean gone(Step step, String driverId, int status, boolean unseen) {
        Driver driver = drivers.get(driverId);
        if (driver == null) {
            return false;
        }

        LOG.info("driver {} ended with status {}, holding {}", driver.driverId, status, driver.held.keySet());
        if (driver.registration == null) {
            return neverStarted(step, driver, fleet.whyNotStarted(driver, status));
        }

        forget(step, driver);
        String why = "Its driver %s ended (exit status %d) while the task ran. The driver's log: %s"
                .formatted(driver.driverId, status, fleet.log(driver));
        for (long taskRunId : driver.held.keySet().toArray(Long[]::new)) {
            runs.findByTask(taskRunId).ifPresent(run -> lost(step, run, taskRunId, driver, unseen, why));
        }

        driver.queries.values().forEach(query -> step.after(() -> asks.fail(query.queryId(), why)));
        return true;
    }

    private void lost(Step step, ActiveRun run, long taskRunId, Driver driver, boolean unseen, String why) {
        long fence = run.run().find(taskRunId).map(TaskRun::fence).orElse(0L);
        boolean displaced = driver.killedFor == null ? unseen : driver.killedFor != taskRunId;
        Event.Ending ending = driver.killedFor == null ? Event.Ending.INTERNAL_ERROR : Event.Ending.CANCELED;
        runs.fire(
                step,
                run,
                displaced
                        ? Event.displaced(
                                taskRunId, fence, unseen ? why : "Its driver was ended for another task's sake.")
                        : Event.ended(taskRunId, fence, ending, why));
    }

    boolean registered(Step step, Registration registration) {
        Driver driver = load(registration.driverId());
        step.movedMemory();
        driver.registration = registration;
        driver.idleSince = step.now();
        step.tables().drivers().registered(registration);
        storeProcess(step, driver); // whoever can be given work is found again after a crash
        liveness.heard(driver);
        String message = "Spark %s is ready after %.1f s."
                .formatted(registration.sparkVersion(), registration.startMillis() / 1000.0);
        tell(step, driver, "READY", message);
        return true;
    }

    CompletableFuture<Instructions> poll(Step step, Poll poll) {
        Driver driver = load(poll.driverId());
        liveness.heard(driver);
        step.after(driver::wake);
        return driver.await(poll);
    }

    /** Tells a driver that reports what to do next, before any waiting poll of its is told. */
    void heard(Step step, Poll poll, Consumer<Instructions> answer) {
        Driver driver = load(poll.driverId());
        liveness.heard(driver);
        driver.hear(poll);
        step.after(() -> answer.accept(driver.tell()));
    }

    /** The driver is to end a task run; if it does not, it is ended itself. */
    void cancel(Step step, TaskRun taskRun) {
        Driver driver = drivers.get(taskRun.driverId());
        if (driver == null) {
            return;
        }

        driver.cancelled.add(taskRun.taskRunId());
        step.after(driver::wake);
        liveness.cancelled(driver, taskRun.taskRunId());
    }

    /** The driver holds a task run no more. */
    void released(Step step, Driver driver, long taskRunId) {
        step.movedMemory();
        driver.released(taskRunId);
        if (driver.isIdle()) {
            driver.idleSince = step.now();
        }

        step.after(driver::wake);
    }

    /** Takes drivers and what they hold from the store; those whose process is gone are taken as lost. */
    void reload(Step step) {
        Map<String, Driver> before = new HashMap<>(drivers);
        before.values().forEach(driver -> driver.gone = true);
        drivers.clear();
        ready.reload(step.tables().pools().list());
        fencesEnd = lastFence;
        for (DriverRow row : step.tables().drivers().open()) {
            Driver driver = new Driver(row.driverId(), fleet.pool(row), row.startedAt());
            driver.registration = row.registration();
            driver.lastSequence = row.lastSequence();
            driver.idleSince = step.now();
            Driver known = before.get(row.driverId());
            if (known != null) {
                driver.process = known.process;
                driver.stopping = known.stopping;
                driver.killedFor = known.killedFor;
                driver.queries.putAll(known.queries);
                known.answer(Instructions.NONE);
            } else {
                fleet.admit(row);
                driver.process = fleet.attach(row).orElse(null);
            }

            drivers.put(driver.driverId, driver);
        }

        runs.all()
                .forEach(run -> Stream.concat(run.run().newest().stream(), run.run().iterations().stream())
                        .forEach(taskRun -> restore(step, run, taskRun)));
        drivers.values().stream().toList().forEach(driver -> watchOrBury(step, driver));
    }

    private void restore(Step step, ActiveRun run, TaskRun taskRun) {
        if (taskRun.isAssigned()) {
            ready.running(run, taskRun);
        }

        Driver driver = taskRun.isAssigned() ? drivers.get(taskRun.driverId()) : null;
        if (driver != null) {
            hold(step, run, taskRun, driver);
            if (taskRun.state() == LifeCycleState.TERMINATING) {
                step.after(() -> loop.submit(later -> {
                    cancel(later, taskRun);
                    return true;
                }));
                driver.cancelled.add(taskRun.taskRunId());
            }
        } else if (taskRun.isAssigned()) {
            String why = "Its driver %s is gone.".formatted(taskRun.driverId());
            fireLater(run, Event.displaced(taskRun.taskRunId(), taskRun.fence(), why));
        } else if (taskRun.state() == LifeCycleState.PENDING && run.run().plan().work(taskRun) == Work.LEAF) {
            ready.add(run, taskRun, fleet.pool(run, taskRun));
        }
    }

    /** What cannot be given out again, such as for a secret that was deleted meanwhile, ends. */
    private void hold(Step step, ActiveRun run, TaskRun taskRun, Driver driver) {
        try {
            driver.held.put(taskRun.taskRunId(), assignments.of(step, run, taskRun));
        } catch (LeatException e) {
            fireLater(run, Event.ended(taskRun.taskRunId(), taskRun.fence(), Event.Ending.FAILED, e.getMessage()));
        }
    }

    private void fireLater(ActiveRun run, Event event) {
        timers.insist(loop, later -> {
            runs.find(run.runId()).ifPresent(active -> runs.fire(later, active, event));
            return true;
        });
    }

    private void watchOrBury(Step step, Driver driver) {
        if (driver.process != null && driver.process.isAlive()) {
            watch(driver);
            liveness.found(driver);
            if (driver.killedFor != null) {
                step.after(() -> liveness.kill(driver, "was to be killed"));
            }
        } else if (driver.registration == null) {
            forget(step, driver); // it was being started when the control plane ended; another one will be
        } else {
            timers.insist(loop, later -> gone(later, driver.driverId, -1, true));
        }
    }
}
