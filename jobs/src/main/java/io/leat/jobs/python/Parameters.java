package io.leat.jobs.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The parameters of a program, in whichever field its kind of task has them. */
final class Parameters {
    private Parameters() {}

    /** As they were given: a list, or an object of named ones. */
    static JsonNode of(ObjectNode body) {
        for (String field : new String[] {"parameters", "named_parameters", "base_parameters"}) {
            JsonNode given = body.get(field);
            if (given != null && !given.isEmpty()) {
                return given;
            }
        }

        return JsonNodeFactory.instance.arrayNode();
    }

    /** As words of a command line; a named one becomes {@code --name=value}. */
    static ArrayNode words(ObjectNode body) {
        ArrayNode words = JsonNodeFactory.instance.arrayNode();
        body.path("parameters").forEach(value -> words.add(value.asText()));
        body.path("named_parameters")
                .properties()
                .forEach(named ->
                        words.add("--" + named.getKey() + "=" + named.getValue().asText()));
        return words;
    }
}
