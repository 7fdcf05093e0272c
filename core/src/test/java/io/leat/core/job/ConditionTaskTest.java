package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.core.job.ConditionTask.Op;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTaskTest {
    @ParameterizedTest
    @CsvSource({
        "12.0, EQUAL_TO, 12, false",
        "12.0, NOT_EQUAL, 12, true",
        "a, EQUAL_TO, A, false",
        "'', EQUAL_TO, '', true",
        "true, EQUAL_TO, true, true",
        "12.0, GREATER_THAN_OR_EQUAL, 12, true",
        "12.0, LESS_THAN_OR_EQUAL, 12, true",
        "12.0, GREATER_THAN, 12, false",
        "12.0, LESS_THAN, 12, false",
        "10, GREATER_THAN, 9, true",
        "-1e2, LESS_THAN, ' .5 ', true",
        "9007199254740993, GREATER_THAN, 9007199254740992, true"
    })
    void operandsAreComparedAsTextOrAsNumbers(String left, Op op, String right, boolean holds) {
        assertThat(op.holds(left, right)).isEqualTo(holds);
    }

    @Test
    void numbersAreOrderedAsLongsAre() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            long left = random.nextInt(20) - 10L;
            long right = random.nextInt(20) - 10L;
            String first = "%d.0".formatted(left);
            String second = Long.toString(right);

            assertThat(Op.LESS_THAN.holds(first, second)).isEqualTo(left < right);
            assertThat(Op.LESS_THAN_OR_EQUAL.holds(first, second)).isEqualTo(left <= right);
            assertThat(Op.GREATER_THAN.holds(first, second)).isEqualTo(left > right);
            assertThat(Op.GREATER_THAN_OR_EQUAL.holds(first, second)).isEqualTo(left >= right);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL"})
    void whatIsNoNumberHasNoOrder(Op op) {
        assertThatThrownBy(() -> op.holds("abc", "1"))
                .isInstanceOf(LeatException.class)
                .hasMessage(
                        "%s compares numbers, but its left operand is \"abc\". Give it a number, or compare with"
                                + " EQUAL_TO.",
                        op);
        assertThatThrownBy(() -> op.holds("1", ""))
                .hasMessageStartingWith("%s compares numbers, but its right operand is \"\".", op);
    }
}
