package io.leat.core.value;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON values as the text that stands in the place of a reference. */
final class JsonText {
    private JsonText() {}

    /** Text as it is, all else as compact JSON. */
    static String of(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
