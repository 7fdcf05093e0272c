package io.leat.server.engine;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobSettings;
import io.leat.core.json.Json;
import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.schedule.Admission;
import io.leat.server.store.RunTable.RunRow;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs beyond their job's limit or the workspace's: they wait in the store, in the order they were asked for. Where only
 * the workspace is full, the run that has waited longest begins first, whatever its job; a run that a task of another
 * waits for does not wait for room in the workspace, since it is in it already. For the engine's thread.
 */
final class RunQueue {
    private final Runs runs;
    private final Loop loop;
    private final Timers timers;
    private final int mostActive;
    private final Set<Long> jobsThatWait = new TreeSet<>();

    /** The first waiting run of each job that only the workspace keeps waiting, with its job. */
    private final NavigableMap<Long, Long> crowdedOut = new TreeMap<>();

    /** @param mostActive runs of the workspace that may go on at once, those that others wait for not counted */
    RunQueue(Runs runs, Loop loop, Timers timers, int mostActive) {
        this.runs = runs;
        this.loop = loop;
        this.timers = timers;
        this.mostActive = mostActive;
    }

    /**
     * What becomes of one more run of a job.
     *
     * @param child whether a task of another run waits for it
     * @throws LeatException when the workspace is full and the run may not wait
     */
    Admission admit(Step step, long jobId, int limit, boolean queues, boolean child) {
        if (isCrowdedOut(jobId, limit)) {
            return admitCrowdedOut(queues, child);
        }

        long waiting = jobsThatWait.contains(jobId) ? step.tables().runs().queuedOf(jobId) : 0;
        return Admission.of(runs.activeOf(jobId), waiting, limit, queues);
    }

    private Admission admitCrowdedOut(boolean queues, boolean child) {
        if (child) {
            return Admission.BEGINS;
        }

        if (!queues) {
            throw new LeatException(
                    ErrorCode.REQUEST_LIMIT_EXCEEDED,
                    "%d runs go on in this workspace, which is as many as may. Try again later, or give the job a queue."
                            .formatted(mostActive));
        }

        return Admission.WAITS;
    }

    /** Whether it is the workspace that is full, and not the job. */
    private boolean isCrowdedOut(long jobId, int limit) {
        return isFull() && runs.activeOf(jobId) < limit;
    }

    private boolean isFull() {
        return runs.activeAlone() >= mostActive;
    }

    /** What a run of a job that waits now waits for. */
    String waitingMessage(long jobId, int limit) {
        return isCrowdedOut(jobId, limit) ? Admission.crowdedMessage(mostActive) : Admission.waitingMessage(limit);
    }

    /** A run that the store has waits from now on. */
    void add(Step step, ActiveRun run) {
        step.movedMemory();
        jobsThatWait.add(run.row().jobId());
        RunEvents.run(step, run, run.run().status(), true);
        step.after(() -> time(run.runId(), run.run().status().startTime()));
        consider(step, run.row().jobId());
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

    /** Begins as many runs as have a turn now that a run of this job has ended, or its limit is another. */
    void goOn(Step step, long jobId) {
        consider(step, jobId);
        while (!crowdedOut.isEmpty() && !isFull()) {
            consider(step, crowdedOut.pollFirstEntry().getValue());
        }
    }

    private void consider(Step step, long jobId) {
        if (!jobsThatWait.contains(jobId)) {
            return;
        }

        step.movedMemory();
        int limit = limit(step, jobId);
        while (Admission.next(runs.activeOf(jobId), limit)) {
            Optional<RunRow> first = step.tables().runs().nextQueued(jobId);
            if (first.isEmpty()) {
                jobsThatWait.remove(jobId);
                return;
            }

            Optional<RunRow> next =
                    hasTurn(first.get()) ? first : step.tables().runs().nextQueuedChild(jobId);
            if (next.isEmpty()) {
                crowdedOut.put(first.get().runId(), jobId);
                return;
            }

            ActiveRun run = ActiveRun.load(next.get(), step.tables());
            runs.enter(step, run);
            runs.fire(step, run, Event.start());
        }
    }

    /** Whether the first waiting run of its job begins before the first ones of other jobs. */
    private boolean hasTurn(RunRow first) {
        return !isFull() && (crowdedOut.isEmpty() || first.runId() < crowdedOut.firstKey());
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
        crowdedOut.clear();
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
