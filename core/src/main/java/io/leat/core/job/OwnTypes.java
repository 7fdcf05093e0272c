package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.job.Type.Kind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Leat's own blocks, read off the records of their bodies and what {@link Doc} says there. */
final class OwnTypes {
    private static final Map<Class<?>, Kind> PLAIN = Map.of(
            String.class, Kind.TEXT,
            Boolean.class, Kind.BOOLEAN,
            Integer.class, Kind.INT32,
            Long.class, Kind.INT64,
            Double.class, Kind.NUMBER,
            JsonNode.class, Kind.ANY);

    private final Map<String, ObjectType> found = new LinkedHashMap<>();

    private OwnTypes() {}

    /** The types of these records and of all records within, by name. */
    static Map<String, ObjectType> of(Iterable<Class<? extends Record>> bodies) {
        OwnTypes types = new OwnTypes();
        bodies.forEach(types::add);
        return types.found;
    }

    /** The name of a record's type: {@code IngestTask}, {@code IngestTask.Source}. */
    static String name(Class<?> record) {
        Class<?> outer = record.getEnclosingClass();
        return outer == null ? record.getSimpleName() : outer.getSimpleName() + "." + record.getSimpleName();
    }

    private void add(Class<?> record) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Field field = field(component);
            fields.put(field.name(), field);
        }

        String summary = record.getAnnotation(Doc.class).value();
        found.put(name(record), new ObjectType(name(record), true, summary, fields));
    }

    private Field field(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(
                    component.getDeclaringRecord() + "." + component.getName() + " has no @Doc");
        }

        return new Field(snakeCase(component.getName()), type(component.getGenericType()), doc.required(), doc);
    }

    private Type type(java.lang.reflect.Type java) {
        if (java instanceof ParameterizedType generic) {
            java.lang.reflect.Type[] arguments = generic.getActualTypeArguments();
            Type element = type(arguments[arguments.length - 1]);
            return generic.getRawType() == List.class ? Type.listOf(element) : Type.mapOf(element);
        }

        Class<?> plain = (Class<?>) java;
        if (plain.isEnum()) {
            return Type.enumeration(plain.getSimpleName(), constants(plain));
        }

        if (plain.isRecord()) {
            add(plain);
            return Type.object(name(plain));
        }

        Kind kind = PLAIN.get(plain);
        if (kind == null) {
            throw new IllegalStateException("a job file cannot hold a " + plain);
        }

        return Type.plain(kind);
    }

    /** The constants' names in lower case, which is how the mapper writes them too. */
    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
