package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.LeatException;
import io.leat.core.job.ConditionTask;
import io.leat.core.job.ForEachInputs;
import io.leat.core.job.LegacyParameters;
import io.leat.core.job.RunJobTask;
import io.leat.core.json.Json;
import io.leat.core.run.Command;
import io.leat.core.run.Event;
import io.leat.core.run.Event.Ending;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.core.run.Work;
import io.leat.core.value.ResolvedBody;
import io.leat.lab.conformance.ConformanceCase.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does the work of tasks in the pure engine: leaves by their script, all else as the control plane does. */
final class PureWork {
    /** How many jobs may be inside each other. Source: the limits of the Jobs API. */
    private static final int DEEPEST = 3;

    private final Agenda agenda;
    private final ConformanceCase given;
    private final PureRuns runs;
    private final Scripts scripts = new Scripts();
    private @Nullable CaseJobs names;
    private long fence;

    PureWork(Agenda agenda, ConformanceCase given, PureRuns runs) {
        this.agenda = agenda;
        this.given = given;
        this.runs = runs;
    }

    void namedBy(CaseJobs caseJobs) {
        names = caseJobs;
    }

    void carryOut(PureRun run, TaskRun taskRun, Command.Kind kind) {
        if (kind == Command.Kind.CANCEL_TASK) {
            cancel(run, taskRun);
        } else if (taskRun.state() == LifeCycleState.PENDING) {
            if (kind == Command.Kind.ASSIGN) {
                startLeaf(run, taskRun);
            } else {
                startOwn(run, taskRun, kind);
            }
        }
    }

    private void startLeaf(PureRun run, TaskRun taskRun) {
        long id = taskRun.taskRunId();
        long own = ++fence;
        runs.fire(run, Event.assigned(id, own, "pure"));
        try {
            run.given.put(id, new PureRun.Given(run.task(taskRun).kind(), PureValues.resolve(run, taskRun)));
        } catch (LeatException e) {
            runs.fire(run, Event.ended(id, own, Ending.FAILED, e.getMessage()));
            return;
        }

        runs.fire(run, Event.started(id, own));
        Outcome outcome = scripts.next(script(run), run.runId(), taskRun.taskKey());
        if (outcome.result() != ConformanceCase.Result.TIMEDOUT) {
            agenda.at(agenda.now() + outcome.takesMs(), () -> runs.fire(run, end(id, own, outcome)));
        }
    }

    private Map<String, List<Outcome>> script(PureRun run) {
        String name = Objects.requireNonNull(names).name(run.jobId).orElse(ConformanceCase.MAIN);
        return given.jobNamed(name).script();
    }

    private static Event end(long taskRunId, long fence, Outcome outcome) {
        Ending ending = switch (outcome.result()) {
            case SUCCESS -> Ending.SUCCESS;
            case FAILED -> Ending.FAILED;
            case INTERNAL_ERROR, TIMEDOUT -> Ending.INTERNAL_ERROR;
        };
        String message = Objects.requireNonNullElse(outcome.message(), "");
        return Event.ended(taskRunId, fence, ending, message, ConformanceCase.written(outcome.values()));
    }

    private void startOwn(PureRun run, TaskRun pending, Command.Kind kind) {
        long id = pending.taskRunId();
        try {
            switch (kind) {
                case EVALUATE -> runs.fire(run, Event.decided(id, holds(run, pending)));
                case EXPAND -> expand(run, pending);
                default -> startJob(run, pending);
            }
        } catch (LeatException e) {
            runs.fire(run, Event.refused(id, e.getMessage()));
        }
    }

    private static boolean holds(PureRun run, TaskRun pending) {
        ConditionTask condition = Json.convert(PureValues.resolve(run, pending).body(), ConditionTask.class);
        return condition.op().holds(condition.left(), condition.right());
    }

    private void expand(PureRun run, TaskRun pending) {
        String text = PureValues.resolve(
                run, pending, run.task(pending).forEach().orElseThrow().inputs());
        List<JsonNode> inputs = ForEachInputs.parse(text);
        BitSet kept = kept(run, pending, text);
        run.expansions.put(pending.taskRunId(), new PureRun.Expansion(text, inputs, kept));
        runs.fire(run, Event.expanded(pending.taskRunId(), inputs.size(), kept));
    }

    /** What the execution before did of the same inputs is not done again, unless it had done all of it. */
    private static BitSet kept(PureRun run, TaskRun pending, String text) {
        return run.taskRuns(pending.taskKey())
                .filter(before -> before.taskRunId() < pending.taskRunId())
                .max(Comparator.comparingLong(TaskRun::taskRunId))
                .filter(before -> before.result() != ResultState.SUCCESS)
                .filter(before -> run.expansions.containsKey(before.taskRunId())
                        && run.expansions.get(before.taskRunId()).text().equals(text))
                .map(before -> run.done(before.taskRunId()))
                .orElseGet(BitSet::new);
    }

    private void startJob(PureRun run, TaskRun pending) {
        ResolvedBody resolved = PureValues.resolve(run, pending);
        RunJobTask wanted = Json.convert(resolved.body(), RunJobTask.class);
        List<Long> ancestors = new ArrayList<>(run.asked.ancestors());
        ancestors.add(run.jobId);
        if (!runs.hasJob(wanted.jobId()) || ancestors.contains(wanted.jobId()) || ancestors.size() >= DEEPEST) {
            throw PureRequests.refused("Job %d cannot run inside these: %s.".formatted(wanted.jobId(), ancestors));
        }

        PureRun child = runs.begin(
                wanted.jobId(),
                new PureRun.Asked(
                        wanted.jobParameters(),
                        LegacyParameters.of(resolved.body()),
                        List.of(),
                        null,
                        run,
                        pending.taskRunId(),
                        ancestors));
        runs.fire(run, Event.childStarted(pending.taskRunId(), child.runId()));
        if (child.run.status().isTerminal()) {
            childEnded(child);
        }
    }

    /** A run has ended; the task that waits for it does too. */
    void childEnded(PureRun child) {
        PureRun parent = child.asked.parent();
        if (parent != null) {
            RunStatus status = child.run.status();
            Ending ending = switch (status.ended()) {
                case SUCCESS, SUCCESS_WITH_FAILURES -> Ending.SUCCESS;
                case CANCELED -> Ending.CANCELED;
                default -> Ending.FAILED;
            };
            runs.fire(parent, Event.ended(child.asked.parentTaskRunId(), 0, ending, status.message()));
        }
    }

    private void cancel(PureRun run, TaskRun taskRun) {
        if (run.run.plan().work(taskRun) == Work.RUN_JOB) {
            runs.fire(runs.load(taskRun.childRunId()), Event.cancel());
        } else {
            runs.fire(run, Event.ended(taskRun.taskRunId(), taskRun.fence(), Ending.CANCELED, ""));
        }
    }
}
