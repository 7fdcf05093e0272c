package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.Nearest;
import io.leat.core.job.Type.Kind;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Makes a job's settings of YAML nodes, as the schema has them: every value of its type, every name known. What is not is
 * told, kept where it can be, and never stops the rest from being looked at.
 */
final class Binder {
    private static final int MOST_VALUES = 200_000;

    /** Fields named so hold what is used elsewhere in the file, by an alias. */
    private static final String PRIVATE = "x-";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Schema schema = Schema.instance();
    private final Positions positions;
    private final Problems problems;
    private final Set<Node> around = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    Binder(Positions positions, Problems problems) {
        this.positions = positions;
        this.problems = problems;
    }

    ObjectNode bind(MappingNode settings) {
        return (ObjectNode) bind(settings, schema.root(), "", false);
    }

    /** @param needed whether a name without a value is a mistake; if not, it is as if the name were not there */
    private JsonNode bind(Node node, Type type, String path, boolean needed) {
        positions.put(path, Position.of(node));
        if (!enter(node, path)) {
            return NullNode.instance;
        }

        JsonNode bound = Scalars.isNull(node) && type.kind() != Kind.ANY
                ? nothing(node, type, path, needed)
                : switch (type.kind()) {
                    case OBJECT -> object(node, type, path);
                    case MAP -> map(node, type, path);
                    case LIST -> list(node, type, path);
                    case ANY -> any(node, path);
                    case TEXT, BOOLEAN, INT32, INT64, NUMBER, ENUM -> scalar(node, type, path);
                };
        around.remove(node);
        return bound;
    }

    /** Whether the node may be read: it does not hold itself, and aliases have not blown the file up. */
    private boolean enter(Node node, String path) {
        values++;
        if (values > MOST_VALUES) {
            if (values == MOST_VALUES + 1) {
                problems.error(Position.of(node), path, "With its aliases, the file has too many values to be read.");
            }

            return false;
        }

        if (!around.add(node)) {
            problems.error(Position.of(node), path, "%s contains itself.".formatted(Scalars.last(path)));
            return false;
        }

        if (around.size() > YamlText.DEEPEST) {
            problems.error(Position.of(node), path, "Aliases nest more than %d levels.".formatted(YamlText.DEEPEST));
            around.remove(node);
            return false;
        }

        return true;
    }

    private JsonNode nothing(Node node, Type type, String path, boolean needed) {
        if (needed) {
            problems.error(
                    Position.of(node),
                    path,
                    "%s has no value; expected %s.".formatted(Scalars.last(path), type.expected()));
        }

        return NullNode.instance;
    }

    private JsonNode object(Node node, Type type, String path) {
        if (!(node instanceof MappingNode mapping)) {
            return wrong(node, type, path);
        }

        ObjectType object = schema.object(type.name());
        ObjectNode bound = JSON.objectNode();
        Map<String, NodeTuple> entries = Entries.of(mapping, path, problems);
        entries.forEach((name, entry) -> bound.set(name, field(object, name, entry, path)));
        for (Field field : object.fields().values()) {
            if (field.required() && !entries.containsKey(field.name())) {
                missing(field, path);
            }
        }

        return bound;
    }

    private JsonNode field(ObjectType object, String name, NodeTuple entry, String path) {
        String fieldPath = path.isEmpty() ? name : path + "." + name;
        positions.putName(fieldPath, Position.of(entry.getKeyNode()));
        Field field = object.fields().get(name);
        if (field != null) {
            return bind(entry.getValueNode(), field.type(), fieldPath, object.own() || field.required());
        }

        unknown(object, name, Position.of(entry.getKeyNode()), path, fieldPath);
        return bind(entry.getValueNode(), Type.ANY, fieldPath, false);
    }

    private void unknown(ObjectType object, String name, Position at, String path, String fieldPath) {
        Set<String> names = object.fields().keySet();
        String where = path.isEmpty() ? "the job" : path;
        if (object.own()) {
            String known = Nearest.to(name, names)
                    .map("; did you mean %s?"::formatted)
                    .orElseGet(() -> ". Its fields are " + String.join(", ", names) + ".");
            problems.error(at, fieldPath, "%s has no field %s%s".formatted(where, name, known));
        } else if (Nearest.to(name, names).isPresent()) {
            String hint = Nearest.didYouMean(name, names);
            problems.error(at, fieldPath, "%s has no field %s%s".formatted(where, name, hint));
        } else if (elsewhere(object, name).isPresent()) {
            String message = "%s has no field %s; %s.";
            problems.error(
                    at,
                    fieldPath,
                    message.formatted(where, name, elsewhere(object, name).get()));
        } else if (!name.startsWith(PRIVATE) && !isKind(object, name)) {
            String message = "%s has no field %s; it is kept and has no effect.";
            problems.warning(at, fieldPath, message.formatted(where, name));
        }
    }

    /** Whether the name is that of a kind of task, known or not; {@link Supported} judges those. */
    private static boolean isKind(ObjectType object, String name) {
        return object.name().equals("Task") && name.endsWith(TaskKinds.SUFFIX);
    }

    /** A field of the job that was given to a task, or the other way round. */
    private Optional<String> elsewhere(ObjectType object, String name) {
        return switch (object.name()) {
            case "JobSettings" -> Nearest.to(name, fields("Task")).map("a task has %s"::formatted);
            case "Task" -> Nearest.to(name, fields("JobSettings")).map("the job has %s"::formatted);
            default -> Optional.empty();
        };
    }

    private Set<String> fields(String type) {
        return schema.object(type).fields().keySet();
    }

    private void missing(Field field, String path) {
        String where = path.isEmpty() ? "the job" : path;
        String meaning =
                field.doc() == null ? "" : ": " + Scalars.lowerFirst(field.doc().value());
        String message = "%s needs %s%s".formatted(where, field.name(), meaning);
        problems.error(positions.ofName(path), path, message.endsWith(".") ? message : message + ".");
    }

    private JsonNode map(Node node, Type type, String path) {
        if (!(node instanceof MappingNode mapping)) {
            return wrong(node, type, path);
        }

        ObjectNode bound = JSON.objectNode();
        Entries.of(mapping, path, problems).forEach((name, entry) -> {
            positions.putName(path + "." + name, Position.of(entry.getKeyNode()));
            bound.set(name, bind(entry.getValueNode(), type.elementType(), path + "." + name, true));
        });
        return bound;
    }

    private JsonNode list(Node node, Type type, String path) {
        if (!(node instanceof SequenceNode sequence)) {
            return wrong(node, type, path);
        }

        ArrayNode bound = JSON.arrayNode();
        for (Node element : sequence.getValue()) {
            bound.add(bind(element, type.elementType(), path + "[" + bound.size() + "]", true));
        }

        return bound;
    }

    private JsonNode any(Node node, String path) {
        if (node instanceof MappingNode) {
            return map(node, Type.mapOf(Type.ANY), path);
        }

        return node instanceof SequenceNode ? list(node, Type.listOf(Type.ANY), path) : Scalars.untyped(node);
    }

    private JsonNode scalar(Node node, Type type, String path) {
        if (!(node instanceof ScalarNode scalar)) {
            return wrong(node, type, path);
        }

        return Scalars.typed(scalar, type).orElseGet(() -> wrong(node, type, path));
    }

    private JsonNode wrong(Node node, Type type, String path) {
        problems.error(Position.of(node), path, Scalars.mismatch(node, type, path) + advice(node, type));
        return NullNode.instance;
    }

    /** A single value that stands where an object with one required field does is probably that field's. */
    private String advice(Node node, Type type) {
        if (type.kind() != Kind.OBJECT || !(node instanceof ScalarNode scalar)) {
            return "";
        }

        List<Field> required = schema.object(type.name()).fields().values().stream()
                .filter(Field::required)
                .toList();
        return required.size() == 1
                ? " Write {%s: %s}.".formatted(required.get(0).name(), scalar.getValue())
                : "";
    }
}
