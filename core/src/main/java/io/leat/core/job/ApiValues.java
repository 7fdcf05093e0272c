package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.job.Type.Kind;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Single values of a request. Some clients send every number as text, so a value is taken for what its field is. */
final class ApiValues {
    private static final int LONGEST_NUMBER = 40;

    /** Enumerations that the engine acts on; a constant it does not know in another one is kept. */
    private static final Set<String> ACTED_ON =
            Set.of("RunIf", "ConditionTaskOp", "JobsHealthMetric", "JobsHealthOperator");

    private ApiValues() {}

    /** The value as JSON of {@code type}; empty when it is of another. */
    static Optional<JsonNode> typed(JsonNode value, Type type) {
        if (!value.isValueNode()) {
            return Optional.empty();
        }

        return switch (type.kind()) {
            case TEXT -> Optional.of(value.isTextual() ? value : TextNode.valueOf(value.asText()));
            case ENUM -> constant(value, type);
            case BOOLEAN -> truth(value);
            case INT32, INT64 -> whole(value, type.kind());
            case NUMBER -> number(value).map(number -> DoubleNode.valueOf(number.doubleValue()));
            case ANY -> Optional.of(value);
            case LIST, MAP, OBJECT -> Optional.empty();
        };
    }

    private static Optional<JsonNode> constant(JsonNode value, Type type) {
        boolean isNamed = value.isTextual() && type.values().contains(value.textValue());
        boolean isKept = value.isTextual() && !ACTED_ON.contains(type.name());
        return isNamed || isKept ? Optional.of(value) : Optional.empty();
    }

    private static Optional<JsonNode> truth(JsonNode value) {
        return switch (value.asText().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(BooleanNode.TRUE);
            case "false" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> whole(JsonNode value, Kind kind) {
        return number(value)
                .flatMap(ApiValues::exact)
                .filter(whole -> kind == Kind.INT64 || whole == whole.intValue())
                .map(whole -> whole == whole.intValue() ? IntNode.valueOf(whole.intValue()) : LongNode.valueOf(whole));
    }

    private static Optional<Long> exact(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException notWhole) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        String text = value.asText().strip();
        if (value.isBoolean() || text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }

        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
