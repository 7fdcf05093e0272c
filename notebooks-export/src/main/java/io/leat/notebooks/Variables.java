package io.leat.notebooks;

import io.leat.core.job.JobParameterDefinition;
import io.leat.core.job.JobSettings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The Python variables that stand for a job's references. Each parameter keeps its name where Python allows it, so that
 * papermill sets it by that name; other references are named when a cell first uses them.
 */
final class Variables {
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

    private final String title;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    Variables(JobSettings job) {
        title = job.title();
        for (JobParameterDefinition parameter : job.parameters()) {
            String name = name(PARAMETER + parameter.name());
            values.put(name, Python.literal(parameter.defaultValue()));
        }
    }

    /** Assignments of all variables, to stand in the parameters cell. */
    String assignments() {
        StringBuilder out = new StringBuilder();
        values.forEach(
                (name, value) -> out.append(name).append(" = ").append(value).append('\n'));
        return out.toString();
    }

    /** The variable that stands for a reference, by the reference's path. */
    String name(String reference) {
        String name = names.get(reference);
        if (name == null) {
            name = newName(reference);
            names.put(reference, name);
        }

        return name;
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
    private String standIn(String reference) {
        if (reference.startsWith(SECRET)) {
            String variable = reference.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
            return "os.environ[" + Python.literal(variable) + "]";
        }

        return switch (reference) {
            case "job.name" -> Python.literal(title);
            case START + "iso_date" -> "started.strftime(\"%Y-%m-%d\")";
            case START + "iso_datetime" -> "started.strftime(\"%Y-%m-%dT%H:%M:%SZ\")";
            case START + "year", START + "month", START + "day", START + "hour", START + "minute", START + "second" ->
                "str(started." + reference.substring(START.length()) + ")";
            case START + "iso_weekday" -> "str(started.isoweekday())";
            case START + "is_weekday" -> "str(started.isoweekday() < 6).lower()";
            case START + "timestamp_ms" -> "str(int(started.timestamp() * 1000))";
            default -> "\"\"  # {{" + reference + "}}: known only inside a run of Leat";
        };
    }
}
