package io.leat.core.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.job.Supported.Verdict;
import io.leat.core.json.Json;
import java.io.UncheckedIOException;

/** The JSON Schema (2020-12) of job files, made from the model, for editors to complete and check with. */
public final class JobFileSchema {
    private static final String REFERENCE = "\\{\\{";

    private JobFileSchema() {}

    /** The schema's text, as it is kept in {@code docs/reference/job.schema.json}. */
    public static String json() {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema()) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode schema() {
        ObjectNode schema = Json.object();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Leat job file");
        schema.put("$ref", path(Schema.instance().root().name()));
        ObjectNode definitions = schema.putObject("$defs");
        Schema.instance().objects().values().forEach(type -> definitions.set(type.name(), object(type)));
        return schema;
    }

    private static ObjectNode object(ObjectType type) {
        ObjectNode object = Json.object();
        object.put("type", "object");
        if (!type.summary().isEmpty()) {
            object.put("description", type.summary());
        }

        ObjectNode properties = object.putObject("properties");
        type.fields().values().forEach(field -> properties.set(field.name(), property(type, field)));
        ArrayNode required = Json.mapper().createArrayNode();
        type.fields().values().stream().filter(Field::required).map(Field::name).forEach(required::add);
        if (!required.isEmpty()) {
            object.set("required", required);
        }

        if (type.own()) {
            object.put("additionalProperties", false);
        }

        return object;
    }

    private static ObjectNode property(ObjectType type, Field field) {
        ObjectNode property = value(field.type(), field.form());
        String meaning = Meanings.of(type, field);
        if (!type.own() && Supported.verdict(type.name(), field.name()) == Verdict.REFUSED) {
            property.put("deprecated", true);
            String becomes = "In this version of Leat: " + Supported.becomes(type.name(), field.name()) + ".";
            meaning = meaning.isEmpty() ? becomes : meaning + " " + becomes;
        }

        if (!meaning.isEmpty()) {
            property.put("description", meaning);
        }

        if (field.doc() != null && !field.doc().byDefault().isEmpty()) {
            property.put("default", field.doc().byDefault());
        }

        return property;
    }

    private static ObjectNode value(Type type, Doc.Form form) {
        ObjectNode value = Json.object();
        switch (type.kind()) {
            case TEXT -> text(value, form);
            case BOOLEAN -> value.put("type", "boolean");
            case INT32, INT64 -> value.put("type", "integer");
            case NUMBER -> value.put("type", "number");
            case ENUM -> type.values().forEach(value.putArray("enum")::add);
            case LIST -> value.put("type", "array").set("items", value(type.elementType(), form));
            case MAP -> value.put("type", "object").set("additionalProperties", value(type.elementType(), form));
            case OBJECT -> value.put("$ref", path(type.name()));
            case ANY -> {}
        }

        return value;
    }

    /** Text takes any single value; tables and lengths of time are looked at where no reference stands in them. */
    private static void text(ObjectNode value, Doc.Form form) {
        value.putArray("type").add("string").add("number").add("boolean");
        switch (form) {
            case TABLE -> value.put("pattern", "^[a-z0-9][a-z0-9_-]*\\.[a-z0-9][a-z0-9_-]*$|" + REFERENCE);
            case DURATION -> value.put("pattern", "^(\\s*[0-9]+\\s*[A-Za-z]+\\s*)+$|" + REFERENCE);
            case TEXT -> {}
        }
    }

    private static String path(String type) {
        return "#/$defs/" + type;
    }
}
