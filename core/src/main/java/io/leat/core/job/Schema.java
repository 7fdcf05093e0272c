package io.leat.core.job;

import io.leat.core.job.Type.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All fields a job file can have: those of Databricks' job settings, which a resource lists, and those of Leat's own task
 * kinds, which their records declare. Read once, when first asked for.
 */
final class Schema {
    private static final String DATABRICKS = "databricks.schema";
    private static final Map<String, Kind> PLAIN = Map.of(
            "string", Kind.TEXT,
            "bool", Kind.BOOLEAN,
            "int32", Kind.INT32,
            "int64", Kind.INT64,
            "float64", Kind.NUMBER,
            "any", Kind.ANY);

    /** Required by Databricks, and of no effect here. */
    private static final Set<String> NEEDLESS = Set.of("warehouse_id");

    private final Map<String, ObjectType> objects = new LinkedHashMap<>();
    private final Map<String, Type> enumerations = new LinkedHashMap<>();

    private Schema(List<String> lines) {
        lines.stream().filter(line -> line.startsWith("enum ")).forEach(this::addEnumeration);
        addObjects(lines);
        objects.putAll(OwnTypes.of(TaskKinds.own().values()));
    }

    static Schema instance() {
        return Loaded.SCHEMA;
    }

    /** What the whole of a job file is. */
    Type root() {
        return Type.object("JobSettings");
    }

    ObjectType object(String name) {
        return Objects.requireNonNull(objects.get(name), () -> "no type " + name);
    }

    /** All objects, Databricks' and Leat's, by name. */
    Map<String, ObjectType> objects() {
        return objects;
    }

    private void addEnumeration(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        enumerations.put(words.get(1), Type.enumeration(words.get(1), words.subList(2, words.size())));
    }

    private void addObjects(List<String> lines) {
        String name = "";
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("type ")) {
                addObject(name, fields);
                name = line.substring("type ".length());
                fields = new LinkedHashMap<>();
            } else if (line.startsWith("  ")) {
                Field field = field(line.trim());
                fields.put(field.name(), field);
            }
        }

        addObject(name, fields);
    }

    private void addObject(String name, Map<String, Field> fields) {
        if (name.equals("Task")) {
            TaskKinds.own().forEach((kind, body) -> fields.put(kind, bodyField(kind, body)));
        }

        OwnFields.of(name).forEach(field -> fields.put(field.name(), field));
        if (!name.isEmpty()) {
            objects.put(name, new ObjectType(name, false, "", fields));
        }
    }

    private static Field bodyField(String kind, Class<?> body) {
        return new Field(kind, Type.object(OwnTypes.name(body)), false, body.getAnnotation(Doc.class));
    }

    private Field field(String line) {
        String[] words = line.split(" ");
        boolean required = words[0].endsWith("!");
        String name = required ? words[0].substring(0, words[0].length() - 1) : words[0];
        return new Field(name, type(words[1]), required && !NEEDLESS.contains(name), null);
    }

    private Type type(String text) {
        if (text.endsWith("[]")) {
            return Type.listOf(type(text.substring(0, text.length() - 2)));
        }

        if (text.startsWith("{")) {
            return Type.mapOf(type(text.substring(1, text.length() - 1)));
        }

        Kind plain = PLAIN.get(text);
        if (plain != null) {
            return Type.plain(plain);
        }

        Type enumeration = enumerations.get(text);
        return enumeration == null ? Type.object(text) : enumeration;
    }

    private static final class Loaded {
        private static final Schema SCHEMA = new Schema(lines());

        private static List<String> lines() {
            try (InputStream in = Schema.class.getResourceAsStream(DATABRICKS)) {
                Objects.requireNonNull(in, DATABRICKS + " is not on the class path");
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
