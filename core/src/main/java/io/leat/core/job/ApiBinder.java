package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.Nearest;
import java.util.Set;

/**
 * Makes a job's settings of a request's JSON: fields that the schema knows become of their types, unknown ones are kept
 * as they are, and those that are null are left out.
 */
final class ApiBinder {
    /** Databricks' objects that the engine acts on, so that what must be given in them must be. */
    private static final Set<String> ACTED_ON = Set.of(
            "Task",
            "TaskDependency",
            "ConditionTask",
            "ForEachTask",
            "RunJobTask",
            "JobParameterDefinition",
            "JobCluster",
            "JobsHealthRule");

    private static final int LONGEST_SHOWN = 100;

    private final Schema schema = Schema.instance();
    private final Problems problems;

    ApiBinder(Problems problems) {
        this.problems = problems;
    }

    ObjectNode bind(ObjectNode settings) {
        return object(settings, schema.root(), "");
    }

    private JsonNode bind(JsonNode value, Type type, String path) {
        return switch (type.kind()) {
            case OBJECT -> value instanceof ObjectNode object ? object(object, type, path) : wrong(value, type, path);
            case MAP -> value instanceof ObjectNode object ? map(object, type, path) : wrong(value, type, path);
            case LIST -> value instanceof ArrayNode array ? list(array, type, path) : wrong(value, type, path);
            case ANY -> value;
            case TEXT, BOOLEAN, INT32, INT64, NUMBER, ENUM ->
                ApiValues.typed(value, type).orElseGet(() -> wrong(value, type, path));
        };
    }

    private ObjectNode object(ObjectNode value, Type type, String path) {
        ObjectType object = schema.object(type.name());
        ObjectNode bound = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(entry -> {
            Field field = object.fields().get(entry.getKey());
            if (field == null) {
                bound.set(entry.getKey(), entry.getValue());
            } else if (!entry.getValue().isNull()) {
                bound.set(entry.getKey(), bind(entry.getValue(), field.type(), below(path, entry.getKey())));
            }
        });
        if (object.own() || ACTED_ON.contains(object.name())) {
            object.fields().values().stream()
                    .filter(field -> field.required() && !bound.has(field.name()))
                    .forEach(field -> problem(path, "%s needs %s.".formatted(named(path), field.name())));
        }

        return bound;
    }

    private ObjectNode map(ObjectNode value, Type type, String path) {
        ObjectNode bound = JsonNodeFactory.instance.objectNode();
        value.properties()
                .forEach(entry -> bound.set(
                        entry.getKey(), bind(entry.getValue(), type.elementType(), below(path, entry.getKey()))));
        return bound;
    }

    private ArrayNode list(ArrayNode value, Type type, String path) {
        ArrayNode bound = JsonNodeFactory.instance.arrayNode();
        value.forEach(element -> bound.add(bind(element, type.elementType(), path + "[" + bound.size() + "]")));
        return bound;
    }

    private JsonNode wrong(JsonNode value, Type type, String path) {
        String text = value.toString();
        String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
        String hint = value.isTextual() ? Nearest.didYouMean(value.textValue(), type.values()) : "";
        problem(
                path,
                "%s must be %s, but is %s%s"
                        .formatted(named(path), type.expected(), shown, hint.isEmpty() ? "." : hint));
        return value;
    }

    private void problem(String path, String message) {
        problems.error(Position.START, path, message);
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String named(String path) {
        return path.isEmpty() ? "the job" : path;
    }
}
