package io.leat.core.value;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The references of fixed names, and what each stands for; nothing, where a run has no such thing. */
final class Names {
    private static final Map<String, Function<Values, @Nullable String>> DEPRECATED = deprecated();
    private static final Map<String, Function<Values, @Nullable String>> ALL = all();

    private Names() {}

    /** All by their paths, the deprecated ones last. */
    static Map<String, Function<Values, @Nullable String>> values() {
        return ALL;
    }

    /** Names without a namespace. */
    static boolean isDeprecated(String path) {
        return DEPRECATED.containsKey(path);
    }

    private static Map<String, Function<Values, @Nullable String>> all() {
        Map<String, Function<Values, @Nullable String>> names = new LinkedHashMap<>();
        names.put("job.id", Names::jobId);
        names.put("job.name", values -> values.run().jobName());
        names.put("job.run_id", values -> Long.toString(values.run().runId()));
        names.put("job.repair_count", values -> Integer.toString(values.run().repairCount()));
        names.put("job.trigger.type", values -> values.run().trigger().type());
        times(names, "job.trigger.time.", Names::fired);
        names.put("job.trigger.file_arrival.location", values -> fact(values, "file_arrival.location"));
        names.put("job.trigger.table_update.updated_tables", values -> fact(values, "table_update.updated_tables"));
        times(names, "job.start_time.", Names::started);
        names.put("task.name", values -> values.task().taskKey());
        names.put("task.run_id", Names::taskRunId);
        names.put(
                "task.execution_count", values -> Integer.toString(values.task().executionCount()));
        names.put("task.notebook_path", values -> values.task().notebookPath());
        names.put("workspace.id", values -> values.run().workspace().id());
        names.put("workspace.url", values -> values.run().workspace().url());
        times(names, "backfill.", Names::backfill);
        names.putAll(DEPRECATED);
        return names;
    }

    private static Map<String, Function<Values, @Nullable String>> deprecated() {
        Map<String, Function<Values, @Nullable String>> names = new LinkedHashMap<>();
        names.put("job_id", Names::jobId);
        names.put("job_name", values -> values.run().jobName());
        names.put("parent_run_id", values -> Long.toString(values.run().runId()));
        names.put("run_id", Names::taskRunId);
        names.put("task_key", values -> values.task().taskKey());
        names.put("task_retry_count", values -> Integer.toString(values.task().retryCount()));
        names.put("start_date", values -> Times.date(started(values)));
        names.put("start_time", values -> Times.millis(started(values)));
        return names;
    }

    private static void times(
            Map<String, Function<Values, @Nullable String>> names,
            String prefix,
            Function<Values, @Nullable ZonedDateTime> time) {
        Times.all()
                .forEach((form, format) -> names.put(prefix + form, values -> {
                    ZonedDateTime at = time.apply(values);
                    return at == null ? null : format.apply(at);
                }));
    }

    private static String jobId(Values values) {
        return Long.toString(values.run().jobId());
    }

    private static String taskRunId(Values values) {
        return Long.toString(values.task().taskRunId());
    }

    private static ZonedDateTime started(Values values) {
        return values.run().startTime().atZone(ZoneOffset.UTC);
    }

    /** A run that no clock started counts as asked for when it started. */
    private static ZonedDateTime fired(Values values) {
        ZonedDateTime time = values.run().trigger().time();
        return time == null ? started(values) : time;
    }

    private static @Nullable ZonedDateTime backfill(Values values) {
        Instant start = values.run().backfill();
        return start == null ? null : start.atZone(ZoneOffset.UTC);
    }

    private static @Nullable String fact(Values values, String name) {
        return values.run().trigger().facts().get(name);
    }
}
