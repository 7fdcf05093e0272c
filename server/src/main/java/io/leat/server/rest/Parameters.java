package io.leat.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a Jobs API request, from its query and its JSON body alike (some clients send a GET's parameters
 * in a body), with numbers and booleans also taken from text.
 */
final class Parameters {
    private final ObjectNode values;

    private Parameters(ObjectNode values) {
        this.values = values;
    }

    static Parameters of(Context ctx) {
        String body = Bodies.text(ctx);
        ObjectNode values = body.isBlank() ? Json.object() : Json.parse(body, ObjectNode.class);
        ctx.queryParamMap().forEach((name, texts) -> values.put(name, texts.get(0)));
        return new Parameters(values);
    }

    long id(String name) {
        Long id = number(name);
        if (id == null) {
            throw new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, name + " is missing; it is required here.");
        }

        return id;
    }

    @Nullable
    Long number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }

        try {
            return new BigDecimal(text.strip()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(name, "a whole number", text, e);
        }
    }

    int integer(String name, int byDefault) {
        Long value = number(name);
        if (value == null) {
            return byDefault;
        }

        try {
            return Math.toIntExact(value);
        } catch (ArithmeticException e) {
            throw wrong(name, "a number that fits 32 bits", value.toString(), e);
        }
    }

    boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equalsIgnoreCase("false")) {
            return false;
        }

        if (!text.equalsIgnoreCase("true")) {
            throw wrong(name, "true or false", text, null);
        }

        return true;
    }

    /** One of an enum's names; null when absent. */
    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }

        if (text != null) {
            throw wrong(name, "one of " + Arrays.toString(type.getEnumConstants()), text, null);
        }

        return null;
    }

    /** The value as text; null when absent, null or empty. */
    @Nullable
    String text(String name) {
        JsonNode value = values.path(name);
        String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
        return text.isEmpty() ? null : text;
    }

    Map<String, String> texts(String name) {
        JsonNode node = values.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Map.of();
        }

        if (!node.isObject()) {
            throw wrong(name, "an object of texts", node.toString(), null);
        }

        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** The texts of a list; none when absent or null. */
    List<String> list(String name) {
        JsonNode node = values.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }

        if (!node.isArray()) {
            throw wrong(name, "a list of texts", node.toString(), null);
        }

        List<String> texts = new ArrayList<>();
        node.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** A copy of all. */
    ObjectNode all() {
        return values.deepCopy();
    }

    /** An object; empty when absent or null. */
    ObjectNode object(String name) {
        JsonNode node = values.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Json.object();
        }

        if (node instanceof ObjectNode object) {
            return object.deepCopy();
        }

        throw wrong(name, "an object", node.toString(), null);
    }

    private static LeatException wrong(String name, String expected, String found, @Nullable Throwable cause) {
        String message = "%s must be %s, not '%s'.".formatted(name, expected, found);
        return cause == null
                ? new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message)
                : new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message, cause);
    }
}
