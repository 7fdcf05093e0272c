package io.leat.server.engine;

import io.leat.core.job.JobSettings;
import io.leat.core.json.Json;
import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.schedule.Admission;
import io.leat.server.store.RunTable.RunRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Runs beyond their job's limit: they wait in the store, in the order they were asked for. For the engine's thread. */
final class RunQueue {
    private final Runs runs;
    private final Loop loop;
    private final Timers timers;
    private final Set<Long> jobsThatWait = new TreeSet<>();

    RunQueue(Runs runs, Loop loop, Timers timers) {
        this.runs = runs;
        this.loop = loop;
        this.timers = timers;
    }

    /** What becomes of one more run of a job. */
    Admission admit(Step step, long jobId, int limit, boolean queues) {
        long waiting = jobsThatWait.contains(jobId) ? step.tables().runs().queuedOf(jobId) : 0;
        return Admission.of(runs.activeOf(jobId), waiting, limit, queues);
    }

    /** A run that the store has waits from now on. */
    void add(Step step, ActiveRun run) {
        step.movedMemory();
        jobsThatWait.add(run.row().jobId());
        RunEvents.run(step, run, run.run().status(), true);
        step.after(() -> time(run.runId(), run.run().status().startTime()));
    }

    private void time(long runId, long since) {
        timers.at(
                since + Admission.LONGEST_WAIT,
                () -> timers.insist(loop, step -> end(step, runId, Event.queueTimeout())));
    }

    /** Ends a run that still waits; false when it does not. */
    boolean end(Step step, long runId, Event event) {
        Optional<ActiveRun> waiting = waiting(step, runId);
        waiting.ifPresent(run -> {
            runs.enter(step, run);
            runs.fire(step, run, event);
        });
        return waiting.isPresent();
    }

    private Optional<ActiveRun> waiting(Step step, long runId) {
        return step.tables()
                .runs()
                .find(runId)
                .filter(row -> row.status().state() == LifeCycleState.QUEUED)
                .map(row -> ActiveRun.load(row, step.tables()));
    }

    /** Begins as many runs of a job as have a turn now. */
    void goOn(Step step, long jobId) {
        if (!jobsThatWait.contains(jobId)) {
            return;
        }

        int limit = limit(step, jobId);
        while (Admission.next(runs.activeOf(jobId), limit)) {
            Optional<RunRow> next = step.tables().runs().nextQueued(jobId);
            if (next.isEmpty()) {
                step.movedMemory();
                jobsThatWait.remove(jobId);
                return;
            }

            ActiveRun run = ActiveRun.load(next.get(), step.tables());
            runs.enter(step, run);
            runs.fire(step, run, Event.start());
        }
    }

    private static int limit(Step step, long jobId) {
        return step.tables()
                .jobs()
                .find(jobId)
                .map(job -> Json.read(job.settings(), JobSettings.class).concurrentRuns())
                .orElse(1);
    }

    /** Takes what waits from the store. */
    void reload(Step step) {
        jobsThatWait.clear();
        step.tables().runs().queued().forEach((runId, since) -> {
            step.tables().runs().find(runId).ifPresent(row -> jobsThatWait.add(row.jobId()));
            step.after(() -> time(runId, since));
        });
        List.copyOf(jobsThatWait)
                .forEach(jobId -> timers.insist(loop, later -> {
                    goOn(later, jobId);
                    return true;
                }));
    }
}
