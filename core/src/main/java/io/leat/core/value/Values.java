package io.leat.core.value;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What references stand for in one task run.
 *
 * @param parameters of the run: {@link io.leat.core.job.JobSettings#parameterValues}
 * @param triggerType in lower case, such as {@code onetime}
 * @param executionCount how often the task was started in this run, this time included
 */
public record Values(
        long jobId,
        String jobName,
        long runId,
        int repairCount,
        Map<String, String> parameters,
        Instant startTime,
        String triggerType,
        String taskKey,
        long taskRunId,
        int executionCount,
        String workspaceId,
        Secrets secrets) {
    public Values {
        parameters = new LinkedHashMap<>(parameters);
    }
}
