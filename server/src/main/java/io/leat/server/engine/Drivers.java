package io.leat.server.engine;

import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Registration;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.run.Event;
import io.leat.core.run.TaskRun;
import io.leat.server.launch.DriverProcess;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drivers there are, from their start to their end, and what each holds. For the engine's thread. */
final class Drivers {
    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

    private final Map<String, Driver> drivers = new LinkedHashMap<>();
    private final ReadyTasks ready = new ReadyTasks();
    private final Asks asks;
    private final Fleet fleet;
    private final Loop loop;
    private final Timers timers;
    private final Liveness liveness;
    private final Dispatch dispatch;
    private final DriverRecovery recovery;
    private Runs runs;

    Drivers(Assignments assignments, Fleet fleet, Asks asks, Loop loop, Timers timers) {
        this.fleet = fleet;
        this.asks = asks;
        this.loop = loop;
        this.timers = timers;
        this.liveness = new Liveness(fleet, loop, timers);
        Fences fences = new Fences();
        this.dispatch = new Dispatch(this, ready, fences, assignments, fleet, asks);
        this.recovery = new DriverRecovery(this, ready, fences, assignments, fleet, liveness, loop, timers);
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
        dispatch.dispatch(step, runs);
    }

    /** Takes drivers and what they hold from the store; those whose process is gone are taken as lost. */
    void reload(Step step) {
        recovery.reload(step, drivers, runs);
    }

    @Nullable
    Driver find(@Nullable String driverId) {
        return drivers.get(driverId);
    }

    /** Tells all runs that wait for this driver. */
    void tell(Step step, Driver driver, String state, String message) {
        ready.waitingFor(driver.pool).stream()
                .flatMap(taskRunId -> runs.findByTask(taskRunId).stream())
                .distinct()
                .forEach(run -> RunEvents.driver(step, run, driver.driverId, state, message));
    }

    /** Starts one; empty when the budget has no room. */
    Optional<Driver> start(Step step, PoolKey pool) {
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

    void watch(Driver driver) {
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

    void forget(Step step, Driver driver) {
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
    boolean gone(Step step, String driverId, int status, boolean unseen) {
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

        driver.queries.values().forEach(query -> asks.again(step, query, why));
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
        liveness.registered(driver);
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

    /**
     * The driver holds a task run no more.
     *
     * @param cancelled whether it was told to end it
     */
    void released(Step step, Driver driver, long taskRunId, boolean cancelled) {
        step.movedMemory();
        boolean spent = driver.isSpentBy(taskRunId, cancelled);
        driver.released(taskRunId);
        if (driver.isIdle()) {
            driver.idleSince = step.now();
        }

        if (spent && !driver.stopping) {
            stop(step, driver);
            replace(step, driver.pool);
        }

        step.after(driver::wake);
    }

    /** Whoever comes next finds a warm driver, if the budget has room for one. */
    private void replace(Step step, PoolKey pool) {
        boolean another = drivers.values().stream().anyMatch(driver -> driver.pool.equals(pool) && !driver.stopping);
        if (!another && drivers.size() < fleet.mostDrivers()) {
            start(step, pool);
        }
    }
}
