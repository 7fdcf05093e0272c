package io.leat.server.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobSettings;
import io.leat.core.job.LegacyParameters;
import io.leat.core.job.RunJobTask;
import io.leat.core.json.Json;
import io.leat.core.run.Event;
import io.leat.core.run.RunStatus;
import io.leat.core.run.TaskRun;
import io.leat.core.value.ResolvedBody;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.RunTable.RunRow;
import java.util.ArrayList;
import java.util.List;

/** Runs that tasks of other runs wait for. A run and the task that asked for it move in one transaction. */
final class ChildRuns {
    private static final TypeReference<List<Long>> IDS = new TypeReference<>() {};

    /** How many jobs may be inside each other. Source: the limits of the Jobs API. */
    private static final int DEEPEST = 3;

    private final Runs runs;
    private final RunStart starter;
    private final RunQueue queue;

    ChildRuns(Runs runs, RunStart starter, RunQueue queue) {
        this.runs = runs;
        this.starter = starter;
        this.queue = queue;
    }

    /**
     * @throws LeatException when there is no such job, or it cannot run inside this one
     */
    void begin(Step step, ActiveRun parent, TaskRun pending, ResolvedBody resolved) {
        RunJobTask wanted = Json.convert(resolved.body(), RunJobTask.class);
        JobRow job = step.tables()
                .jobs()
                .find(wanted.jobId())
                .orElseThrow(() -> refused("Job %d does not exist.".formatted(wanted.jobId())));
        List<Long> ancestors = ancestors(parent.row());
        requireInside(ancestors, job);
        JobSettings settings = Json.read(job.settings(), JobSettings.class);
        LegacyParameters legacy = LegacyParameters.of(resolved.body());
        Asked asked = Asked.by(pending.taskRunId(), ancestors, wanted.jobParameters(), legacy);
        RunRow child = starter.begin(step, job, settings, asked);
        runs.fire(step, parent, Event.childStarted(pending.taskRunId(), child.runId()));
        step.tables()
                .runs()
                .find(child.runId())
                .map(RunRow::status)
                .filter(RunStatus::isTerminal)
                .ifPresent(status -> ended(step, child, status));
    }

    private static List<Long> ancestors(RunRow row) {
        List<Long> ancestors = new ArrayList<>(Json.read(row.origin().ancestors(), IDS));
        ancestors.add(row.jobId());
        return ancestors;
    }

    private static void requireInside(List<Long> ancestors, JobRow job) {
        if (ancestors.contains(job.jobId())) {
            throw refused("Job %s would run inside itself.".formatted(job.name()));
        }

        if (ancestors.size() >= DEEPEST) {
            throw refused("Job %s would be %d jobs deep; at most %d may run inside each other."
                    .formatted(job.name(), ancestors.size() + 1, DEEPEST));
        }
    }

    private static LeatException refused(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /** A run has ended; the task that waits for it does too. */
    void ended(Step step, RunRow child, RunStatus status) {
        long taskRunId = child.origin().parentTaskRunId();
        runs.findByTask(taskRunId)
                .ifPresent(parent ->
                        runs.fire(step, parent, Event.ended(taskRunId, 0, ending(status), message(child, status))));
    }

    private static Event.Ending ending(RunStatus status) {
        return switch (status.ended()) {
            case SUCCESS, SUCCESS_WITH_FAILURES -> Event.Ending.SUCCESS;
            case CANCELED -> Event.Ending.CANCELED;
            case FAILED,
                    TIMEDOUT,
                    MAXIMUM_CONCURRENT_RUNS_REACHED,
                    EXCLUDED,
                    UPSTREAM_FAILED,
                    UPSTREAM_CANCELED,
                    DISABLED -> Event.Ending.FAILED;
        };
    }

    private static String message(RunRow child, RunStatus status) {
        return "Run %d of job %s ended with %s. %s"
                .formatted(child.runId(), child.runName(), status.ended(), status.message())
                .strip();
    }

    /** The task that asked for a run is to end, and so is the run. */
    void cancel(Step step, long childRunId) {
        if (!queue.end(step, childRunId, Event.cancel())) {
            runs.find(childRunId).ifPresent(child -> runs.fire(step, child, Event.cancel()));
        }
    }
}
