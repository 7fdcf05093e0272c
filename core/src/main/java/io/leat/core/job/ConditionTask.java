package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.LeatException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A question that other tasks wait for the answer of.
 *
 * @param left operand, in which references may stand
 * @param right operand, in which references may stand
 */
public record ConditionTask(
        Op op,
        String left,
        String right,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {
    public ConditionTask {
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }

    /** How two operands are compared. */
    public enum Op {
        EQUAL_TO,
        NOT_EQUAL,
        GREATER_THAN,
        GREATER_THAN_OR_EQUAL,
        LESS_THAN,
        LESS_THAN_OR_EQUAL;

        /**
         * Whether it holds between two operands in which nothing is left to replace: the first two compare text, the
         * others numbers.
         *
         * @throws LeatException when an operand is no number where numbers are compared
         */
        public boolean holds(String left, String right) {
            return Comparison.holds(this, left, right);
        }
    }
}
