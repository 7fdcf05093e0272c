package io.leat.core.json;

import com.fasterxml.jackson.core.JsonPointer;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a value stands in JSON, as users write it: a JSON pointer (RFC 6901), or a path such as {@code $.items[0].id}. */
public final class Pointers {
    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]'\"*\\s]+)|\\[(\\d{1,9})]|\\['([^']+)']|\\[\"([^\"]+)\"]");

    private Pointers() {}

    /**
     * The pointer that {@code text} says.
     *
     * @throws LeatException when it is neither form; wildcards and filters are none
     */
    public static JsonPointer parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("$")) {
            return path(trimmed);
        }

        if (!trimmed.startsWith("/")) {
            throw wrong(text);
        }

        return JsonPointer.compile(trimmed);
    }

    private static JsonPointer path(String text) {
        JsonPointer pointer = JsonPointer.empty();
        Matcher steps = STEP.matcher(text);
        int end = 1;
        while (end < text.length()) {
            if (!steps.find(end) || steps.start() != end) {
                throw wrong(text);
            }

            pointer = pointer.append(step(steps));
            end = steps.end();
        }

        return pointer;
    }

    private static JsonPointer step(Matcher step) {
        for (int group = 1; group <= step.groupCount(); group++) {
            String name = step.group(group);
            if (name != null) {
                return JsonPointer.compile("/" + name.replace("~", "~0").replace("/", "~1"));
            }
        }

        throw new IllegalStateException("a step without a name: " + step.group());
    }

    private static LeatException wrong(String text) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "\"%s\" does not say where a value stands; write a JSON pointer such as /items/0/id, or $.items[0].id."
                        .formatted(text));
    }
}
