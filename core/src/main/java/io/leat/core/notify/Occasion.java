package io.leat.core.notify;

/** What people and systems can be told of. */
public enum Occasion {
    START("on_start"),
    /** Also of a run that succeeded with failures. */
    SUCCESS("on_success"),
    /** Also of what was skipped or cancelled, unless that is muted. */
    FAILURE("on_failure"),
    /** It has taken longer than its health rule allows, and goes on. */
    DURATION_WARNING("on_duration_warning_threshold_exceeded");

    private final String field;

    Occasion(String field) {
        this.field = field;
    }

    /** Of the settings that say who is told. */
    public String field() {
        return field;
    }

    /** As webhooks have it, such as {@code jobs.on_start}. */
    public String eventType() {
        return "jobs." + field;
    }
}
