package io.leat.server.engine;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.job.JobSettings;
import io.leat.core.job.Task;
import io.leat.core.json.Json;
import io.leat.core.run.RunStatus;
import io.leat.core.run.Selection;
import io.leat.core.schedule.Admission;
import io.leat.server.store.JobTable.JobRow;
import io.leat.server.store.RunTable.Origin;
import io.leat.server.store.RunTable.RunRow;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Makes runs: each begins, waits for its turn, or is skipped. For the engine's thread. */
final class RunStart {
    private final Runs runs;
    private final RunQueue queue;
    private final AtomicLong ids;

    RunStart(Runs runs, RunQueue queue, AtomicLong ids) {
        this.runs = runs;
        this.queue = queue;
        this.ids = ids;
    }

    /**
     * Makes a run of a job and returns its row, which the transaction will have.
     *
     * @throws LeatException when tasks are asked for that the job has not
     */
    RunRow begin(Step step, JobRow job, JobSettings settings, Asked asked) {
        requireTasks(settings, asked);
        int limit = settings.concurrentRuns();
        boolean queues = asked.queue() == null ? queues(settings) : asked.queue();
        boolean child = asked.parentTaskRunId() != 0;
        Admission admission = queue.admit(step, job.jobId(), limit, queues, child);
        RunStatus status = switch (admission) {
            case BEGINS -> RunStatus.pending(step.now());
            case WAITS -> RunStatus.queued(queue.waitingMessage(job.jobId(), limit), step.now());
            case IS_SKIPPED -> RunStatus.skipped(Admission.skippedMessage(limit), step.now());
        };
        RunRow row = row(job, settings, asked, status);
        step.tables().runs().insert(row);
        ActiveRun run = ActiveRun.create(row, settings);
        switch (admission) {
            case BEGINS -> runs.begin(step, run);
            case WAITS -> queue.add(step, run);
            case IS_SKIPPED -> RunEvents.run(step, run, status, true);
        }

        return row;
    }

    /** A job has new settings, by which more of its runs may go on at once. */
    void changed(Step step, long jobId) {
        queue.goOn(step, jobId);
    }

    private RunRow row(JobRow job, JobSettings settings, Asked asked, RunStatus status) {
        return new RunRow(
                ids.incrementAndGet(),
                job.jobId(),
                settings.title(),
                job.settings(),
                job.baseDir(),
                Json.write(settings.parameterValues(asked.parameters())),
                asked.master(),
                Json.write(asked.sparkConf()),
                user(),
                asked.idempotencyToken(),
                new Origin(
                        asked.type(),
                        asked.trigger(),
                        asked.parentTaskRunId(),
                        Json.write(asked.ancestors()),
                        Json.write(asked.only()),
                        Json.write(asked.legacy())),
                status);
    }

    private static boolean queues(JobSettings settings) {
        return settings.queue() != null && settings.queue().enabled();
    }

    private static void requireTasks(JobSettings settings, Asked asked) {
        List<String> keys = settings.tasks().stream().map(Task::taskKey).toList();
        List<String> unknown = Selection.unknown(keys, asked.only());
        if (!unknown.isEmpty()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Job %s has no task %s. It has %s."
                            .formatted(settings.title(), String.join(", ", unknown), String.join(", ", keys)));
        }
    }

    static String user() {
        return Objects.requireNonNullElse(System.getProperty("user.name"), "");
    }
}
