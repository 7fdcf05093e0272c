package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.LegacyParameters;
import io.leat.core.run.RepairChoice;
import io.leat.core.run.RunType;
import io.leat.server.rest.RunView.TaskRunView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs and their runs, as the Jobs API asks for them. */
public interface JobsApi {
    Optional<JobView> findJob(long jobId);

    /** Newest first: by creation time, then id, both descending. */
    List<JobView> jobs(JobFilter filter);

    /** The job run that has this id, or the one among whose task runs it is. */
    Optional<RunView> findRun(long runId);

    /** A task run, iterations of for-eaches included. */
    Optional<TaskRunView> findTaskRun(long taskRunId);

    /** Attempts at the iterations of a for-each, by the index of the input, then in the order they were made. */
    List<TaskRunView> iterations(long forEachTaskRunId, int offset, int limit);

    /** Newest first: by start time, then id, both descending; with their task runs. */
    List<RunView> runs(RunFilter filter);

    /** What a task run left besides its tables; empty when nothing is kept. */
    TaskOutput output(long taskRunId);

    /**
     * Starts a run and returns its id when it is durable; the same idempotency token gives the same run again.
     *
     * @throws io.leat.core.error.LeatException when there is no such job
     */
    long runNow(RunNow request);

    /**
     * Runs chosen tasks of an ended run again, with the job's settings of now, and returns the repair's id when it is
     * durable.
     *
     * @throws io.leat.core.error.LeatException when the run or a task is not there, has not ended, needs no repair, or
     *     the latest repair is not the one named
     */
    long repair(RepairRun request);

    /** Asks for the end of a job run or of a single task run; one that has ended stays as it is. */
    void cancel(long runId);

    /**
     * A saved job.
     *
     * @param settings of its newest version, as given
     * @param createdTime in epoch milliseconds
     */
    record JobView(long jobId, ObjectNode settings, String creatorUserName, long createdTime) {}

    /**
     * Which jobs.
     *
     * @param name to be equal to, whatever the case; null for any
     * @param before leaves out this position and those before it in the order of the list; null for none
     * @param offset then leaves out so many
     */
    record JobFilter(@Nullable String name, @Nullable Cursor before, int offset, int limit) {}

    /**
     * Which runs.
     *
     * @param startTimeFrom inclusive, in epoch milliseconds
     * @param startTimeTo inclusive, in epoch milliseconds
     * @param before leaves out this position and those before it in the order of the list; null for none
     * @param offset then leaves out so many
     */
    record RunFilter(
            @Nullable Long jobId,
            @Nullable RunType type,
            Activity activity,
            @Nullable Long startTimeFrom,
            @Nullable Long startTimeTo,
            @Nullable Cursor before,
            int offset,
            int limit) {}

    /** Whether runs have ended. */
    enum Activity {
        ANY,
        ACTIVE,
        COMPLETED
    }

    /** A position in a list that is ordered by time and id, both descending: the last element already seen. */
    record Cursor(long time, long id) {}

    /**
     * A run to start.
     *
     * @param only tasks to run, each with {@code +} before it for those above it too, and behind it for those below;
     *     none for all
     * @param overriding parameters of the old form
     * @param queue whether the run may wait for its turn; null for what the job says
     */
    record RunNow(
            long jobId,
            Map<String, String> jobParameters,
            @Nullable String idempotencyToken,
            List<String> only,
            LegacyParameters overriding,
            @Nullable Boolean queue) {
        public RunNow {
            jobParameters = Map.copyOf(jobParameters);
            only = List.copyOf(only);
        }

        /** Of the whole job, with nothing of the old form. */
        public RunNow(long jobId, Map<String, String> jobParameters, @Nullable String idempotencyToken) {
            this(jobId, jobParameters, idempotencyToken, List.of(), LegacyParameters.NONE, null);
        }
    }

    /**
     * A repair to begin.
     *
     * @param jobParameters override those the run had
     * @param latestRepairId needed from the second repair on
     */
    record RepairRun(
            long runId,
            RepairChoice choice,
            Map<String, String> jobParameters,
            @Nullable Long latestRepairId) {
        public RepairRun {
            jobParameters = Map.copyOf(jobParameters);
        }
    }

    /**
     * What a task run left.
     *
     * @param error the line that says why it failed
     * @param errorTrace the whole trace
     * @param logs the end of its log
     * @param logsTruncated whether the log has more before that
     * @param own fields that only its kind of task has, such as {@code notebook_output}
     */
    record TaskOutput(
            @Nullable String error,
            @Nullable String errorTrace,
            @Nullable String logs,
            boolean logsTruncated,
            @Nullable ObjectNode own) {}
}
