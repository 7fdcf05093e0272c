package io.leat.lab.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.lab.conformance.Observation.RunSeen;
import java.util.List;

/**
 * What a case does to an engine, whichever it is. Every request is refused by a
 * {@link io.leat.core.error.LeatException}.
 */
interface Stage {
    /** Returns the job's id. */
    long create(ObjectNode settings);

    void reset(long jobId, ObjectNode settings);

    /** Returns the run's id. */
    long runNow(long jobId, ObjectNode request);

    void cancelRun(long runId);

    /** @param key of a task, or {@code key[i]} of an iteration */
    void cancelTask(long runId, String key);

    /** Ends the running attempts of these tasks by a failure of the infrastructure. */
    void loseDriver(long runId, List<String> keys);

    /** Returns the repair's id. */
    long repair(long runId, ObjectNode request);

    /** The run as it is now; iterations and the runs of other jobs need not be in it. */
    RunSeen look(long runId);

    /** The run with all there is to see of it. */
    default RunSeen lookClosely(long runId) {
        return look(runId);
    }

    /** How many runs of a job there are. */
    int runCount(long jobId);
}
