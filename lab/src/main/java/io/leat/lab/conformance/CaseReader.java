package io.leat.lab.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads folders of case files. A field that the format does not have is an error, so that nothing goes unchecked. */
final class CaseReader {
    private static final JsonMapper STRICT = Json.mapper()
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    /** Of an action; what else stands in one is the request's own. */
    private static final Set<String> ACTION_FIELDS =
            Set.of("do", "at_ms", "when", "delay_ms", "run", "task", "tasks", "new_settings");

    private static final Set<String> RUN_NOW_FIELDS = Set.of(
            "job_parameters",
            "notebook_params",
            "python_params",
            "python_named_params",
            "jar_params",
            "sql_params",
            "only",
            "queue",
            "idempotency_token");

    private static final Set<String> REPAIR_FIELDS = Set.of(
            "rerun_tasks",
            "rerun_all_failed_tasks",
            "rerun_dependent_tasks",
            "job_parameters",
            "notebook_params",
            "python_params",
            "latest_repair_id");

    private CaseReader() {}

    /**
     * The cases of every {@code .json} file of a folder, by the file's name without its ending.
     *
     * @throws LeatException when there is none, or a file is not of the format; it names the file and the case
     */
    static Map<String, List<ConformanceCase>> read(Path folder) {
        Map<String, List<ConformanceCase>> families = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .forEach(file -> families.put(family(file), readFile(file)));
        } catch (IOException e) {
            throw wrong("The folder %s cannot be read: %s. Name a folder of case files.".formatted(folder, e), e);
        }

        if (families.isEmpty()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "The folder %s holds no case files (*.json).".formatted(folder));
        }

        return families;
    }

    private static String family(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".json".length());
    }

    private static List<ConformanceCase> readFile(Path file) {
        JsonNode root;
        try {
            root = STRICT.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw wrong("%s is not JSON: %s".formatted(file, e.getMessage()), e);
        }

        if (!root.isArray()) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, file + " is not a list of cases.");
        }

        List<ConformanceCase> cases = new ArrayList<>();
        root.forEach(node -> cases.add(readCase(file, node)));
        return cases;
    }

    private static ConformanceCase readCase(Path file, JsonNode node) {
        String name = node.path("name").asText("without a name");
        try {
            ObjectNode copy = node.deepCopy();
            requests(copy);
            return STRICT.treeToValue(copy, ConformanceCase.class);
        } catch (JsonMappingException e) {
            String at = e.getPathReference().replaceAll("[\\w.$]+\\[", "[");
            throw wrong("%s, case '%s': %s at %s".formatted(file, name, firstLine(e), at), e);
        } catch (JsonProcessingException | RuntimeException e) {
            throw wrong("%s, case '%s': %s".formatted(file, name, e.getMessage()), e);
        }
    }

    /** Takes what belongs to the request out of an action that is one, so that the rest can be read strictly. */
    private static void requests(ObjectNode node) {
        checkNames(node.path("parameters"), RUN_NOW_FIELDS, "parameters");
        for (JsonNode action : node.path("actions")) {
            ObjectNode request = Json.object();
            Set<String> known = switch (action.path("do").asText()) {
                case "run_now" -> RUN_NOW_FIELDS;
                case "repair" -> REPAIR_FIELDS;
                default -> Set.of();
            };
            List<String> names = new ArrayList<>();
            action.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (known.contains(name) && !ACTION_FIELDS.contains(name)) {
                    request.set(name, ((ObjectNode) action).remove(name));
                }
            }

            ((ObjectNode) action).set("request", request);
            if (!action.has("run")) {
                ((ObjectNode) action).put("run", 1);
            }
        }
    }

    private static void checkNames(JsonNode object, Set<String> known, String what) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("nothing is known of a field %s of %s".formatted(name, what));
            }
        });
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static LeatException wrong(String message, Exception cause) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message, cause);
    }
}
