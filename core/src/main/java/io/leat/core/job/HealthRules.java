package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a job or a task calls unhealthy. */
final class HealthRules {
    static final String DURATION = "RUN_DURATION_SECONDS";

    private HealthRules() {}

    /** The least of its limits on how long a run takes, in seconds. */
    static OptionalLong durationLimit(@Nullable JsonNode health) {
        return health == null
                ? OptionalLong.empty()
                : StreamSupport.stream(health.path("rules").spliterator(), false)
                        .filter(rule -> rule.path("metric").asText().equals(DURATION))
                        .mapToLong(rule -> rule.path("value").asLong())
                        .min();
    }
}
