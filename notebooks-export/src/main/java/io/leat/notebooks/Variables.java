package io.leat.notebooks;

import io.leat.core.job.JobParameterDefinition;
import io.leat.core.job.JobSettings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python variables that stand for a job's references. Each parameter keeps its name where Python allows it, so that
 * papermill sets it by that name; other references are named when a cell first uses them.
 */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*\\}\\}");
    private static final String PARAMETER = "job.parameters.";
    private static final String SECRET = "secrets/";
    private static final String START = "job.start_time.";

    /** Python's own words, and the names the notebook's cells give to other things. */
    private static final Set<String> TAKEN = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for from"
                            + " global if import in is lambda nonlocal not or pass raise return try while with yield"
                            + " print dict set sum len float os datetime started F spark job_folder warehouse counts"
                            + " metrics resolve table_path read_table write_table rows lines bad spine keys columns")
                    .split(" "));

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    Variables(JobSettings job) {
        for (JobParameterDefinition parameter : job.parameters()) {
            String name = name(PARAMETER + parameter.name());
            values.put(name, Python.literal(parameter.defaultValue()));
        }
    }

    static boolean isIn(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** The variables a text uses, by its references. */
    Map<String, String> used(String text) {
        Map<String, String> used = new LinkedHashMap<>();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            used.put(matcher.group(1), name(matcher.group(1)));
        }

        return used;
    }

    /** The text in new forms: that of each reference's variable, and that of the text between. */
    String replace(String text, UnaryOperator<String> between, UnaryOperator<String> variable) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            out.append(between.apply(text.substring(from, matcher.start())));
            out.append(variable.apply(name(matcher.group(1))));
            from = matcher.end();
        }

        return out.append(between.apply(text.substring(from))).toString();
    }

    /** Assignments of all variables, to stand in the parameters cell. */
    String assignments() {
        StringBuilder out = new StringBuilder();
        values.forEach((name, value) -> out.append(name).append(" = ").append(value).append('\n'));
        return out.toString();
    }

    private String name(String reference) {
        return names.computeIfAbsent(reference.replace("`", ""), this::newName);
    }

    private String newName(String reference) {
        boolean isParameter = reference.startsWith(PARAMETER);
        String text = isParameter ? reference.substring(PARAMETER.length()) : reference;
        String name = text.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9]|$)", "_");
        Set<String> others = new HashSet<>(names.values());
        while (TAKEN.contains(name) || others.contains(name)) {
            name += "_";
        }

        values.put(name, standIn(reference));
        return name;
    }

    /** What a reference is worth outside a run. A secret comes from the environment; its value is never written. */
    private static String standIn(String reference) {
        if (reference.startsWith(SECRET)) {
            String variable = reference.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
            return "os.environ[" + Python.literal(variable) + "]";
        }

        return switch (reference) {
            case START + "iso_date" -> "started.strftime(\"%Y-%m-%d\")";
            case START + "iso_datetime" -> "started.strftime(\"%Y-%m-%dT%H:%M:%S\")";
            case START + "year", START + "month", START + "day", START + "hour", START + "minute", START + "second" ->
                "str(started." + reference.substring(START.length()) + ")";
            case START + "timestamp_ms" -> "str(int(started.timestamp() * 1000))";
            default -> "\"\"  # {{" + reference + "}}: known only inside a run of Leat";
        };
    }
}
