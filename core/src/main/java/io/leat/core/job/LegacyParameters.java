package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a run, a repair or a run-job task gives the tasks of one kind, as it was before jobs had parameters.
 * Its JSON is that of the requests. A list replaces a task's own, a map is laid over it; an empty one counts as not given.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LegacyParameters(
        Map<String, String> notebookParams,
        List<String> jarParams,
        List<String> pythonParams,
        List<String> sparkSubmitParams,
        Map<String, String> pythonNamedParams,
        Map<String, String> sqlParams,
        List<String> dbtCommands,
        @Nullable ObjectNode pipelineParams) {
    private static final int MOST_BYTES = 10_000;
    private static final Set<String> LIMITED =
            Set.of("notebook_params", "jar_params", "python_params", "spark_submit_params");
    private static final Set<String> ASCII = Set.of("python_params", "spark_submit_params");

    /** Nothing given. */
    public static final LegacyParameters NONE =
            new LegacyParameters(Map.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), List.of(), null);

    public LegacyParameters {
        notebookParams = copy(notebookParams);
        jarParams = copy(jarParams);
        pythonParams = copy(pythonParams);
        sparkSubmitParams = copy(sparkSubmitParams);
        pythonNamedParams = copy(pythonNamedParams);
        sqlParams = copy(sqlParams);
        dbtCommands = copy(dbtCommands);
    }

    private static Map<String, String> copy(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : new LinkedHashMap<>(map);
    }

    private static List<String> copy(@Nullable List<String> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /**
     * Those of a request, or of a run-job task's body; other fields are not looked at.
     *
     * @throws LeatException when one is not of its type or larger than it may be, or two exclude each other
     */
    public static LegacyParameters of(JsonNode request) {
        JsonNode pipeline = request.path("pipeline_params");
        LegacyParameters given = new LegacyParameters(
                map(request, "notebook_params"),
                list(request, "jar_params"),
                list(request, "python_params"),
                list(request, "spark_submit_params"),
                map(request, "python_named_params"),
                map(request, "sql_params"),
                list(request, "dbt_commands"),
                pipeline instanceof ObjectNode object && !object.isEmpty() ? object.deepCopy() : null);
        if (!given.notebookParams.isEmpty() && !given.jarParams.isEmpty()) {
            throw wrong("notebook_params and jar_params exclude each other; give one of them.");
        }

        return given;
    }

    /** Those given, by their names in a request. */
    public Set<String> names() {
        return new TreeSet<>(
                Json.tree(this).properties().stream().map(Map.Entry::getKey).toList());
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * Job parameters take the place of these.
     *
     * @throws LeatException when a request gives both
     */
    public void requireWithout(Map<String, String> jobParameters) {
        if (!jobParameters.isEmpty() && !isEmpty()) {
            throw wrong("job_parameters and %s exclude each other; give the values as job_parameters."
                    .formatted(String.join(", ", names())));
        }
    }

    private static Map<String, String> map(JsonNode request, String name) {
        Map<String, String> map = new LinkedHashMap<>();
        JsonNode given = request.path(name);
        if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
            throw wrong("%s must be a mapping of names to texts.".formatted(name));
        }

        given.properties().forEach(entry -> map.put(entry.getKey(), text(name, entry.getValue())));
        return limited(name, given, map);
    }

    private static List<String> list(JsonNode request, String name) {
        List<String> list = new ArrayList<>();
        JsonNode given = request.path(name);
        if (!given.isMissingNode() && !given.isNull() && !given.isArray()) {
            throw wrong("%s must be a list of texts.".formatted(name));
        }

        given.forEach(element -> list.add(text(name, element)));
        return limited(name, given, list);
    }

    private static String text(String name, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw wrong("%s holds %s where a text belongs.".formatted(name, value));
        }

        return value.asText();
    }

    private static <T> T limited(String name, JsonNode given, T value) {
        int size = LIMITED.contains(name) ? given.toString().getBytes(StandardCharsets.UTF_8).length : 0;
        if (size > MOST_BYTES) {
            throw wrong("%s has %d bytes as JSON; it may have at most %d.".formatted(name, size, MOST_BYTES));
        }

        if (ASCII.contains(name) && given.toString().chars().anyMatch(character -> character > 127)) {
            throw wrong("%s may hold only ASCII characters.".formatted(name));
        }

        return value;
    }

    private static LeatException wrong(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
