package io.leat.core.value;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What references stand for that is the same for all tasks of a run.
 *
 * @param parameters of the run: {@link io.leat.core.job.JobSettings#parameterValues}
 * @param backfill start of the window, in a backfill run
 */
public record RunFacts(
        long jobId,
        String jobName,
        long runId,
        int repairCount,
        Map<String, String> parameters,
        Instant startTime,
        Trigger trigger,
        @Nullable Instant backfill,
        Workspace workspace) {
    public RunFacts {
        parameters = new LinkedHashMap<>(parameters);
    }

    /** The control plane's workspace. */
    public record Workspace(String id, String url) {}
}
