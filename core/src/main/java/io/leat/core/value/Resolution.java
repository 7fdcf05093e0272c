package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replaces the references of one body for one task run. */
final class Resolution {
    private static final String MARKER = "leat_";

    private final Body body;
    private final Values values;
    private final Map<String, String> markers = new LinkedHashMap<>();
    private final Map<String, String> arguments = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    Resolution(Body body, Values values) {
        this.body = body;
        this.values = values;
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
        return markers.computeIfAbsent(reference.path(), path -> {
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
        Vocabulary.mistake(reference, values.parameters().keySet()).ifPresent(mistake -> {
            throw References.mistake(mistake);
        });
        if (reference.isSecret()) {
            return secret(reference.parts().get(1), reference.parts().get(2));
        }

        return Vocabulary.isParameter(reference)
                ? parameter(values.parameters().get(reference.parts().get(2)), values)
                : Vocabulary.value(reference, values);
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
            Vocabulary.mistake(reference, List.of())
                    .filter(mistake -> !Vocabulary.isParameter(reference))
                    .or(() -> notInParameter(reference))
                    .ifPresent(mistake -> {
                        throw References.mistake(mistake);
                    });
            resolved.append(value, from, reference.start()).append(Vocabulary.value(reference, values));
            from = reference.end();
        }

        return resolved.append(value, from, value.length()).toString();
    }

    static Optional<String> notInParameter(Reference reference) {
        boolean shared = Vocabulary.SHARED.contains(reference.namespace()) && !Vocabulary.isParameter(reference);
        return shared
                ? Optional.empty()
                : Optional.of("{{%s}} cannot stand in a parameter's value; use it in the task instead."
                        .formatted(reference.path()));
    }
}
