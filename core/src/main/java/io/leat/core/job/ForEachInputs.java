package io.leat.core.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a for-each task, one for each of its iterations. */
public final class ForEachInputs {
    /** The most characters that a definition's own text of inputs may have. */
    static final int LONGEST = 10_000;

    private static final int MOST_SHOWN = 100;

    /** Numbers stay as they are written: 1.50 is not 1.5. */
    private static final ObjectReader READER = Json.mapper()
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private ForEachInputs() {}

    /**
     * The elements of a JSON array.
     *
     * @param text of {@link ForEachTask#inputs}, in which nothing is left to replace
     * @throws LeatException when it is no JSON array
     */
    public static List<JsonNode> parse(String text) {
        JsonNode inputs = read(text);
        if (!inputs.isArray()) {
            throw wrong(text, "");
        }

        List<JsonNode> elements = new ArrayList<>(inputs.size());
        inputs.forEach(elements::add);
        return elements;
    }

    private static JsonNode read(String text) {
        try {
            return READER.readValue(text);
        } catch (JsonProcessingException e) {
            throw wrong(
                    text,
                    " (%s)".formatted(e.getOriginalMessage().lines().findFirst().orElse("")));
        }
    }

    private static LeatException wrong(String text, String why) {
        String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The inputs of a for-each task must be a JSON array such as [1, \"a\"], but are %s%s."
                        .formatted(shown.isBlank() ? "empty" : shown, why));
    }
}
