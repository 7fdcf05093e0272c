package io.leat.server.engine;

import io.leat.core.error.LeatException;
import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.TaskRun;
import io.leat.core.schedule.Ready;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives ready task runs to warm drivers of their pool, in the very transaction that made them ready; where there is
 * none, one is started. For the engine's thread.
 */
final class Dispatch {
    private final Drivers drivers;
    private final ReadyTasks ready;
    private final Fences fences;
    private final Assignments assignments;
    private final Fleet fleet;
    private final Asks asks;

    Dispatch(Drivers drivers, ReadyTasks ready, Fences fences, Assignments assignments, Fleet fleet, Asks asks) {
        this.drivers = drivers;
        this.ready = ready;
        this.fences = fences;
        this.assignments = assignments;
        this.fleet = fleet;
        this.asks = asks;
    }

    /** Gives what is ready to whoever can take it; starts drivers for the rest. */
    void dispatch(Step step, Runs runs) {
        int waiting = ready.size(); // what is tried again comes in behind
        Map<PoolKey, Integer> room = waiting == 0 ? Map.of() : room();
        for (int i = 0; i < waiting; i++) {
            Optional<Ready<PoolKey>> next = ready.next(room);
            if (next.isEmpty()) {
                break;
            }

            dispatch(step, runs, next.get(), room);
        }

        ready.wanted().forEach(pool -> callFor(step, pool));

        if (!asks.isEmpty() && !asks.handOut(step, drivers.all()) && noneIsComing()) {
            startForQuestions(step);
        }
    }

    /** Programs may go on for hours, so nobody is made to wait for them. */
    private void startForQuestions(Step step) {
        boolean coming = drivers.start(step, fleet.ownPool()).isPresent();
        if (!coming && drivers.all().stream().noneMatch(driver -> driver.stopping)) {
            asks.failAll(
                    step,
                    "No driver is free to answer: all %d that the memory budget has room for serve programs. Ask again when one has ended, or start the control plane with a larger LEAT_MEMORY_BUDGET."
                            .formatted(fleet.mostDrivers()));
        }
    }

    private Map<PoolKey, Integer> room() {
        Map<PoolKey, Integer> room = new HashMap<>();
        drivers.all().forEach(driver -> room.merge(driver.pool, driver.room(fleet.slots(driver.pool)), Integer::sum));
        return room;
    }

    private void dispatch(Step step, Runs runs, Ready<PoolKey> next, Map<PoolKey, Integer> room) {
        step.movedMemory();
        Optional<ActiveRun> run = runs.findByTask(next.taskRunId());
        Optional<TaskRun> taskRun = run.flatMap(active -> active.run().find(next.taskRunId()))
                .filter(found -> found.state() == LifeCycleState.PENDING && !found.isAssigned());
        if (taskRun.isEmpty()) {
            ready.ended(next.taskRunId());
            return;
        }

        Driver free = drivers.all().stream()
                .filter(driver -> driver.pool.equals(next.kind()) && driver.room(fleet.slots(driver.pool)) > 0)
                .findFirst()
                .orElseThrow();
        assign(step, runs, run.get(), taskRun.get(), free);
        room.put(next.kind(), room.get(next.kind()) - 1);
    }

    /** Starts a driver of the kind, unless there is one that will have room. */
    private void callFor(Step step, PoolKey pool) {
        boolean coming = drivers.all().stream()
                .anyMatch(driver ->
                        driver.pool.equals(pool) && !driver.stopping && driver.killedFor == null && !isTaken(driver));
        if (!coming) {
            String message = "Starting a Spark driver on " + pool.master() + ".";
            drivers.start(step, pool).ifPresentOrElse(driver -> drivers.tell(step, driver, "STARTING", message), () -> {
                if (ready.isOverdue(pool)) {
                    giveWay(step, pool);
                }
            });
        }
    }

    /** A driver that serves one program is not waited for: that may go on for hours. */
    private static boolean isTaken(Driver driver) {
        return driver.pool.isAlone() && !driver.held.isEmpty();
    }

    /** Where no driver is ever idle, the one that was given something last is given nothing more, so that it leaves. */
    private void giveWay(Step step, PoolKey overdue) {
        boolean leaving = drivers.all().stream().anyMatch(driver -> driver.stopping);
        if (!leaving) {
            drivers.all().stream()
                    .filter(driver -> driver.isReady() && !driver.pool.equals(overdue))
                    .max(Comparator.comparingLong(Driver::lastFence))
                    .ifPresent(driver -> drivers.stop(step, driver));
        }
    }

    private boolean noneIsComing() {
        return drivers.all().stream().allMatch(driver -> driver.stopping || driver.pool.isAlone());
    }

    private void assign(Step step, Runs runs, ActiveRun run, TaskRun taskRun, Driver driver) {
        long fence = fences.next(step);
        runs.fire(step, run, Event.assigned(taskRun.taskRunId(), fence, driver.driverId));
        TaskRun assigned = run.run().find(taskRun.taskRunId()).orElseThrow();
        try {
            driver.held.put(taskRun.taskRunId(), assignments.of(step, run, assigned));
            step.after(driver::wake);
        } catch (LeatException e) {
            runs.fire(step, run, Event.ended(taskRun.taskRunId(), fence, Event.Ending.FAILED, e.getMessage()));
        }
    }
}
