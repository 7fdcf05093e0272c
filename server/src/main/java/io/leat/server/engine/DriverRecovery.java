package io.leat.server.engine;

import io.leat.core.cluster.Instructions;
import io.leat.core.error.LeatException;
import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.TaskRun;
import io.leat.core.run.Work;
import io.leat.server.store.DriverTable.DriverRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds drivers and what they hold again, after a start or a transaction that failed. For the engine's thread. */
final class DriverRecovery {
    private final Drivers drivers;
    private final ReadyTasks ready;
    private final Fences fences;
    private final Assignments assignments;
    private final Fleet fleet;
    private final Liveness liveness;
    private final Loop loop;
    private final Timers timers;

    DriverRecovery(
            Drivers drivers,
            ReadyTasks ready,
            Fences fences,
            Assignments assignments,
            Fleet fleet,
            Liveness liveness,
            Loop loop,
            Timers timers) {
        this.drivers = drivers;
        this.ready = ready;
        this.fences = fences;
        this.assignments = assignments;
        this.fleet = fleet;
        this.liveness = liveness;
        this.loop = loop;
        this.timers = timers;
    }

    /** Takes drivers and what they hold from the store; those whose process is gone are taken as lost. */
    void reload(Step step, Map<String, Driver> all, Runs runs) {
        Map<String, Driver> before = new HashMap<>(all);
        before.values().forEach(driver -> driver.gone = true);
        all.clear();
        ready.reload(step.tables().pools().list());
        fences.reload();
        for (DriverRow row : step.tables().drivers().open()) {
            Driver driver = driver(step, row, before.get(row.driverId()));
            all.put(driver.driverId, driver);
        }

        runs.all()
                .forEach(run -> Stream.concat(run.run().newest().stream(), run.run().iterations().stream())
                        .forEach(taskRun -> restore(step, runs, run, taskRun)));
        List.copyOf(all.values()).forEach(driver -> watchOrBury(step, driver));
    }

    private Driver driver(Step step, DriverRow row, @Nullable Driver known) {
        Driver driver = new Driver(row.driverId(), fleet.pool(row), row.startedAt());
        driver.registration = row.registration();
        driver.lastSequence = row.lastSequence();
        driver.idleSince = step.now();
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

        return driver;
    }

    private void restore(Step step, Runs runs, ActiveRun run, TaskRun taskRun) {
        if (taskRun.isAssigned()) {
            ready.running(run, taskRun);
        }

        Driver driver = taskRun.isAssigned() ? drivers.find(taskRun.driverId()) : null;
        if (driver != null) {
            hold(step, runs, run, taskRun, driver);
            if (taskRun.state() == LifeCycleState.TERMINATING) {
                step.after(() -> timers.insist(loop, later -> {
                    drivers.cancel(later, taskRun);
                    return true;
                }));
                driver.cancelled.add(taskRun.taskRunId());
            }
        } else if (taskRun.isAssigned()) {
            String why = "Its driver %s is gone.".formatted(taskRun.driverId());
            fireLater(runs, run, Event.displaced(taskRun.taskRunId(), taskRun.fence(), why));
        } else if (taskRun.state() == LifeCycleState.PENDING && run.run().plan().work(taskRun) == Work.LEAF) {
            ready.add(run, taskRun, fleet.pool(run, taskRun));
        }
    }

    /** What cannot be given out again, such as for a secret that was deleted meanwhile, ends. */
    private void hold(Step step, Runs runs, ActiveRun run, TaskRun taskRun, Driver driver) {
        try {
            driver.held.put(taskRun.taskRunId(), assignments.of(step, run, taskRun));
        } catch (LeatException e) {
            fireLater(
                    runs, run, Event.ended(taskRun.taskRunId(), taskRun.fence(), Event.Ending.FAILED, e.getMessage()));
        }
    }

    private void fireLater(Runs runs, ActiveRun run, Event event) {
        timers.insist(loop, later -> {
            runs.find(run.runId()).ifPresent(active -> runs.fire(later, active, event));
            return true;
        });
    }

    private void watchOrBury(Step step, Driver driver) {
        if (driver.process != null && driver.process.isAlive()) {
            drivers.watch(driver);
            liveness.found(driver);
            if (driver.killedFor != null) {
                step.after(() -> liveness.kill(driver, "was to be killed"));
            }
        } else if (driver.registration == null) {
            drivers.forget(step, driver); // it was being started when the control plane ended; another one will be
        } else {
            timers.insist(loop, later -> drivers.gone(later, driver.driverId, -1, true));
        }
    }
}
