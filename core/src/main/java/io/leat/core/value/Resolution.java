package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replaces the references of one body for one task run. */
final class Resolution {
    private static final String MARKER = "leat_";

    private static final Body NOTHING = new Body() {
        @Override
        public ObjectNode body() {
            return Json.object();
        }

        @Override
        public boolean isSql(String path) {
            return false;
        }
    };

    private final Body body;
    private final Values values;
    private final Map<List<String>, String> markers = new LinkedHashMap<>();
    private final Map<String, String> arguments = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    Resolution(Body body, Values values) {
        this.body = body;
        this.values = values;
    }

    /** One text of which the value is shown, so that no secret can stand in it. */
    static String shown(String text, Values values) {
        for (Reference reference : known(text)) {
            if (reference.isSecret()) {
                throw References.mistake(
                        "{{%s}} cannot stand here, where its value would be shown.".formatted(reference.path()));
            }
        }

        return new Resolution(NOTHING, values).paste(text);
    }

    ResolvedBody resolve() {
        ObjectNode resolved = (ObjectNode) resolve(body.body(), "", false);
        return new ResolvedBody(resolved, arguments, List.copyOf(secrets));
    }

    private JsonNode resolve(JsonNode node, String path, boolean sql) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                String field = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                entry.setValue(resolve(entry.getValue(), field, sql || body.isSql(field)));
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, resolve(array.get(i), path, sql));
            }
        } else if (node.isTextual()) {
            return TextNode.valueOf(sql ? bind(node.textValue()) : paste(node.textValue()));
        }

        return node;
    }

    private String bind(String sql) {
        return SqlText.bind(sql, known(sql), this::marker);
    }

    private String marker(Reference reference) {
        return markers.computeIfAbsent(reference.parts(), parts -> {
            String name = MARKER + (markers.size() + 1);
            arguments.put(name, value(reference));
            return name;
        });
    }

    private String paste(String text) {
        StringBuilder pasted = new StringBuilder();
        int from = 0;
        for (Reference reference : known(text)) {
            pasted.append(text, from, reference.start()).append(value(reference));
            from = reference.end();
        }

        return pasted.append(text, from, text.length()).toString();
    }

    private static List<Reference> known(String text) {
        return Reference.find(text).stream().filter(Vocabulary::knows).toList();
    }

    private String value(Reference reference) {
        if (reference.isSecret()) {
            return secret(reference.parts().get(1), reference.parts().get(2));
        }

        return Vocabulary.isParameter(reference)
                ? parameter(reference.parts().get(2))
                : Vocabulary.value(reference, values);
    }

    private String parameter(String name) {
        Map<String, String> parameters = values.run().parameters();
        String value = parameters.get(name);
        if (value == null) {
            throw References.mistake(Vocabulary.unknownParameter(name, parameters.keySet()));
        }

        return parameter(value, values);
    }

    private String secret(String scope, String key) {
        String secret = values.secrets()
                .find(scope, key)
                .orElseThrow(() ->
                        References.mistake("There is no secret %s in scope %s; store it with: leat secrets put %s %s"
                                .formatted(key, scope, scope, key)));
        secrets.add(secret);
        return secret;
    }

    /** A parameter's value, in which only references stand that are the same for all tasks of a run. */
    static String parameter(String value, Values values) {
        StringBuilder resolved = new StringBuilder();
        int from = 0;
        for (Reference reference : known(value)) {
            notInParameter(reference).ifPresent(mistake -> {
                throw References.mistake(mistake);
            });
            resolved.append(value, from, reference.start()).append(Vocabulary.value(reference, values));
            from = reference.end();
        }

        return resolved.append(value, from, value.length()).toString();
    }

    static Optional<String> notInParameter(Reference reference) {
        return Vocabulary.isShared(reference)
                ? Optional.empty()
                : Optional.of("{{%s}} cannot stand in a parameter's value; use it in the task instead."
                        .formatted(reference.path()));
    }
}
