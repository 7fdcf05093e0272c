package io.leat.core.value;

import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What started a run.
 *
 * @param type in lower case, such as {@code onetime}
 * @param time it was to start at, in the trigger's time zone; absent when no clock started it
 * @param facts of the trigger, by what stands after {@code job.trigger.}, such as {@code file_arrival.location}
 */
public record Trigger(String type, @Nullable ZonedDateTime time, Map<String, String> facts) {
    /** A person or a program asked for it. */
    public static final Trigger ONE_TIME = new Trigger("onetime", null, Map.of());

    /** A task of another run asked for it. */
    public static final Trigger RUN_JOB_TASK = new Trigger("run_job_task", null, Map.of());

    public Trigger {
        facts = Map.copyOf(facts);
    }
}
