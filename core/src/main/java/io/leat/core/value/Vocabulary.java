package io.leat.core.value;

import io.leat.core.error.Nearest;
import java.time.DayOfWeek;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The names that references can have, and what each stands for. */
final class Vocabulary {
    static final String SECRETS = "secrets";

    /** Stands for {@link #SECRETS} in references of the form that secrets have. */
    static final String SECRET = "secrets/";

    static final String PARAMETERS = "job.parameters.";

    private static final DateTimeFormatter ISO_DATETIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final Map<String, Function<Values, String>> NAMES = names();

    /** Namespaces of which some member is known, here or to Databricks; all else in braces is plain text. */
    private static final Set<String> NAMESPACES =
            Set.of("job", "task", "tasks", "workspace", "input", "backfill", SECRETS, SECRET);

    /** Namespaces whose members are the same for all tasks of a run. */
    static final Set<String> SHARED = Set.of("job", "workspace");

    /** References of the Jobs API that this version of Leat does not carry out. */
    private static final List<String> NOT_CARRIED_OUT = List.of(
            "job.trigger.time",
            "job.trigger.file_arrival",
            "job.trigger.table_update",
            "task.notebook_path",
            "workspace.url",
            "tasks",
            "input",
            "backfill");

    private Vocabulary() {}

    private static Map<String, Function<Values, String>> names() {
        Map<String, Function<Values, String>> names = new LinkedHashMap<>();
        names.put("job.id", values -> Long.toString(values.jobId()));
        names.put("job.name", Values::jobName);
        names.put("job.run_id", values -> Long.toString(values.runId()));
        names.put("job.repair_count", values -> Integer.toString(values.repairCount()));
        names.put("job.trigger.type", Values::triggerType);
        times().forEach((name, time) -> names.put("job.start_time." + name, values -> time.apply(started(values))));
        names.put("task.name", Values::taskKey);
        names.put("task.run_id", values -> Long.toString(values.taskRunId()));
        names.put("task.execution_count", values -> Integer.toString(values.executionCount()));
        names.put("workspace.id", Values::workspaceId);
        return names;
    }

    private static Map<String, Function<OffsetDateTime, String>> times() {
        Map<String, Function<OffsetDateTime, String>> times = new LinkedHashMap<>();
        times.put("iso_date", time -> DateTimeFormatter.ISO_LOCAL_DATE.format(time));
        times.put("iso_datetime", ISO_DATETIME::format);
        times.put("year", time -> Integer.toString(time.getYear()));
        times.put("month", time -> Integer.toString(time.getMonthValue()));
        times.put("day", time -> Integer.toString(time.getDayOfMonth()));
        times.put("hour", time -> Integer.toString(time.getHour()));
        times.put("minute", time -> Integer.toString(time.getMinute()));
        times.put("second", time -> Integer.toString(time.getSecond()));
        times.put("timestamp_ms", time -> Long.toString(time.toInstant().toEpochMilli()));
        times.put("iso_weekday", time -> Integer.toString(time.getDayOfWeek().getValue()));
        times.put("is_weekday", time -> Boolean.toString(time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0));
        return times;
    }

    static List<String> all() {
        List<String> all = new ArrayList<>(NAMES.keySet());
        all.add(PARAMETERS + "<name>");
        all.add(SECRET + "<scope>/<key>");
        return all;
    }

    private static OffsetDateTime started(Values values) {
        return values.startTime().atOffset(ZoneOffset.UTC);
    }

    /** Whether the reference is to be replaced; if not, its text stays as it is. */
    static boolean knows(Reference reference) {
        return NAMESPACES.contains(reference.namespace());
    }

    /** What is wrong with a reference of a known namespace, given the parameters there are. */
    static Optional<String> mistake(Reference reference, Collection<String> parameters) {
        String path = reference.path();
        if (reference.isSecret() || NAMES.containsKey(path)) {
            return Optional.empty();
        }

        if (reference.namespace().equals(SECRETS)) {
            return Optional.of("{{%s}} is no reference to a secret; write {{secrets/scope/key}}.".formatted(path));
        }

        if (isParameter(reference)) {
            String name = reference.parts().get(2);
            return parameters.contains(name) ? Optional.empty() : Optional.of(unknownParameter(name, parameters));
        }

        boolean later = NOT_CARRIED_OUT.stream().anyMatch(name -> path.equals(name) || path.startsWith(name + "."));
        return Optional.of(
                later ? "{{%s}} is not carried out by this version of Leat.".formatted(path) : unknown(path));
    }

    static boolean isParameter(Reference reference) {
        return reference.parts().size() == 3 && reference.path().startsWith(PARAMETERS);
    }

    /** What a reference without mistake stands for; not for parameters and secrets. */
    static String value(Reference reference, Values values) {
        return NAMES.get(reference.path()).apply(values);
    }

    /** What might have been meant by text in braces that is no reference. */
    static Optional<String> nearest(String inBraces, Collection<String> parameters) {
        List<String> names = new ArrayList<>(NAMES.keySet());
        parameters.forEach(name -> names.add(PARAMETERS + quoted(name)));
        return Nearest.to(inBraces, names);
    }

    private static String unknownParameter(String name, Collection<String> parameters) {
        String there = parameters.isEmpty() ? "it has none." : "it has " + String.join(", ", parameters) + ".";
        String hint = Nearest.to(name, parameters)
                .map(near -> "did you mean {{job.parameters.%s}}?".formatted(quoted(near)))
                .orElse(there);
        return "The job has no parameter %s; %s".formatted(name, hint);
    }

    private static String unknown(String path) {
        String hint = nearest(path, List.of())
                .map(name -> "; did you mean {{%s}}?".formatted(name))
                .orElse(".");
        return "There is no {{%s}}%s".formatted(path, hint);
    }

    private static String quoted(String name) {
        return name.matches("\\w+") ? name : "`" + name + "`";
    }
}
