package io.leat.lab.conformance;

import io.leat.core.job.JobSettings;
import io.leat.core.run.Change;
import io.leat.core.run.Command;
import io.leat.core.run.Event;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.Run;
import io.leat.core.run.RunMachine;
import io.leat.core.run.RunPlans;
import io.leat.core.run.RunStatus;
import io.leat.core.schedule.Admission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The runs of the pure engine: admits them, gives facts to the machine, and carries out what it wants. */
final class PureRuns {
    private final AtomicLong ids = new AtomicLong();
    private final RunMachine machine = new RunMachine(ids::incrementAndGet);
    private final Map<Long, PureRun> runs = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Map<Long, JobSettings> jobs;
    private final PureWork work;

    PureRuns(Agenda agenda, ConformanceCase given, Map<Long, JobSettings> jobs) {
        this.agenda = agenda;
        this.jobs = jobs;
        this.work = new PureWork(agenda, given, this);
    }

    void namedBy(CaseJobs names) {
        work.namedBy(names);
    }

    long newId() {
        return ids.incrementAndGet();
    }

    PureRun load(long runId) {
        return Objects.requireNonNull(runs.get(runId), "no such run");
    }

    boolean hasJob(long jobId) {
        return jobs.containsKey(jobId);
    }

    /** Runs of a job that nobody's task asked for. */
    int count(long jobId) {
        return (int) runs.values().stream()
                .filter(run -> run.jobId == jobId && run.asked.parent() == null)
                .count();
    }

    PureRun begin(long jobId, PureRun.Asked asked) {
        JobSettings settings = jobs.get(jobId);
        int limit = settings.concurrentRuns();
        boolean usual = settings.queue() != null && settings.queue().enabled();
        Admission admission =
                Admission.of(active(jobId), waiting(jobId), limit, asked.queue() == null ? usual : asked.queue());
        RunStatus status = switch (admission) {
            case BEGINS -> RunStatus.pending(agenda.now());
            case WAITS -> RunStatus.queued(Admission.waitingMessage(limit), agenda.now());
            case IS_SKIPPED -> RunStatus.skipped(Admission.skippedMessage(limit), agenda.now());
        };
        Run run = Run.create(newId(), RunPlans.of(settings, asked.only()), status);
        PureRun made = new PureRun(jobId, settings, asked, run);
        runs.put(run.runId(), made);
        if (admission == Admission.BEGINS) {
            fire(made, Event.start());
        }

        return made;
    }

    private long active(long jobId) {
        return runs.values().stream()
                .filter(run -> run.jobId == jobId && !run.run.status().isTerminal())
                .filter(run -> run.run.status().state() != LifeCycleState.QUEUED)
                .count();
    }

    private long waiting(long jobId) {
        return runs.values().stream()
                .filter(run -> run.jobId == jobId && run.run.status().state() == LifeCycleState.QUEUED)
                .count();
    }

    void fire(PureRun run, Event event) {
        apply(run, machine.on(run.run, event, agenda.now()));
    }

    /** False when there is nothing to do. */
    boolean repair(PureRun run, RepairChoice choice) {
        Change change = machine.repair(run.run, choice, agenda.now());
        apply(run, change);
        return !change.isEmpty();
    }

    private void apply(PureRun run, Change change) {
        if (!change.isEmpty()) {
            run.apply(change);
            change.commands().forEach(command -> agenda.next(() -> carryOut(run, command)));
        }
    }

    private void carryOut(PureRun run, Command command) {
        long id = command.taskRunId();
        switch (command.kind()) {
            case ASSIGN, EVALUATE, EXPAND, START_JOB, CANCEL_TASK ->
                run.run.find(id).ifPresent(found -> work.carryOut(run, found, command.kind()));
            case TIME_RETRY -> agenda.at(command.at(), () -> fire(run, Event.retryDue(id)));
            case TIME_TASK -> agenda.at(command.at(), () -> fire(run, Event.taskTimeout(id)));
            case TIME_RUN -> agenda.at(command.at(), () -> fire(run, Event.runTimeout()));
            case RUN_ENDED -> ended(run);
        }
    }

    private void ended(PureRun run) {
        work.childEnded(run);
        goOn(run.jobId);
    }

    /** Begins as many runs of a job as have a turn now. */
    void goOn(long jobId) {
        int limit = jobs.get(jobId).concurrentRuns();
        List<PureRun> waiting = runs.values().stream()
                .filter(next -> next.jobId == jobId && next.run.status().state() == LifeCycleState.QUEUED)
                .toList();
        for (PureRun next : waiting) {
            if (Admission.next(active(jobId), limit)) {
                fire(next, Event.start());
            }
        }
    }
}
