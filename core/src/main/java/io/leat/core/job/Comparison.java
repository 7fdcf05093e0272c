package io.leat.core.job;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.math.BigDecimal;

/** Answers conditions. */
final class Comparison {
    private static final int MOST_SHOWN = 100;

    private Comparison() {}

    static boolean holds(ConditionTask.Op op, String left, String right) {
        return switch (op) {
            case EQUAL_TO -> left.equals(right);
            case NOT_EQUAL -> !left.equals(right);
            case GREATER_THAN -> compare(op, left, right) > 0;
            case GREATER_THAN_OR_EQUAL -> compare(op, left, right) >= 0;
            case LESS_THAN -> compare(op, left, right) < 0;
            case LESS_THAN_OR_EQUAL -> compare(op, left, right) <= 0;
        };
    }

    private static int compare(ConditionTask.Op op, String left, String right) {
        return number(op, "left", left).compareTo(number(op, "right", right));
    }

    private static BigDecimal number(ConditionTask.Op op, String side, String operand) {
        try {
            return new BigDecimal(operand.strip());
        } catch (NumberFormatException e) {
            String shown = operand.length() > MOST_SHOWN ? operand.substring(0, MOST_SHOWN) + "…" : operand;
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "%s compares numbers, but its %s operand is \"%s\". Give it a number, or compare with EQUAL_TO."
                            .formatted(op, side, shown));
        }
    }
}
