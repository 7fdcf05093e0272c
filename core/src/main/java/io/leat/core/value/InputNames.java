package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** References to the input of an iteration: {@code input} and {@code input.<key>}. */
final class InputNames {
    static final String NAMESPACE = "input";

    private InputNames() {}

    static List<String> all() {
        return List.of("input", "input.<key>");
    }

    static Optional<Mistake> mistake(Reference reference, boolean iterated) {
        return iterated ? Optional.empty() : Optional.of(Mistake.wrong(outside(reference)));
    }

    static String value(Reference reference, @Nullable JsonNode input) {
        if (input == null) {
            throw References.mistake(outside(reference));
        }

        JsonNode value = input;
        for (String key : reference.parts().subList(1, reference.parts().size())) {
            value = value.path(key);
        }

        if (value.isMissingNode()) {
            throw References.mistake("{{%s}} has no value: the input is %s.".formatted(reference.path(), input));
        }

        return JsonText.of(value);
    }

    private static String outside(Reference reference) {
        return "{{%s}} can stand only in the nested task of a for-each task.".formatted(reference.path());
    }
}
