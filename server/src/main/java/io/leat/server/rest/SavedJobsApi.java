package io.leat.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Saved jobs, as the Jobs API changes them, and runs without one. What is returned from is durable. */
public interface SavedJobsApi {
    /**
     * Saves a job and returns its id.
     *
     * @throws io.leat.core.error.LeatException when the settings make no sense
     */
    long create(ObjectNode settings);

    /**
     * Replaces all settings of a job; runs that have begun go on as they are.
     *
     * @throws io.leat.core.error.LeatException when there is no such job, or the settings make no sense
     */
    void reset(long jobId, ObjectNode settings);

    /**
     * Replaces some settings of a job: top-level fields as a whole, of lists with keys the elements given.
     *
     * @param fieldsToRemove names of top-level fields, {@code tasks/<task_key>} or
     *     {@code job_clusters/<job_cluster_key>}
     * @throws io.leat.core.error.LeatException when there is no such job, or what comes of it makes no sense
     */
    void update(long jobId, ObjectNode newSettings, List<String> fieldsToRemove);

    /**
     * Forgets a job; its runs stay, and those that have begun go on.
     *
     * @throws io.leat.core.error.LeatException when there is no such job
     */
    void delete(long jobId);

    /** Starts a run of settings that are not saved and returns its id; the same token gives the same run again. */
    long submit(ObjectNode settings, @Nullable String idempotencyToken);

    /**
     * Asks for the end of runs.
     *
     * @param jobId of one job, or null for all
     * @param queued those that wait for their turn, rather than those that have begun
     */
    void cancelAll(@Nullable Long jobId, boolean queued);
}
