package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A task that runs a job and ends as that run does.
 *
 * @param jobParameters of the run, in whose values references may stand
 * @param more holds the parameters of the old style: {@link LegacyParameters}
 */
public record RunJobTask(
        long jobId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> jobParameters,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    public RunJobTask {
        jobParameters = jobParameters == null ? Map.of() : new LinkedHashMap<>(jobParameters);
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }
}
