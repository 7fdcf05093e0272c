package io.leat.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    @Test
    void aMovingSumIsTheRoundedExactSumOfWhatIsLeft() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            ExactSum sum = new ExactSum();
            Deque<Double> left = new ArrayDeque<>();
            for (int i = 0; i < 100; i++) {
                double value = anyFinite(random, round);
                sum.add(value);
                left.add(value);
                if (random.nextInt(3) == 0) {
                    sum.subtract(left.remove());
                }
                assertThat(sum.value()).isEqualTo(rounded(left));
            }
        }
    }

    private static double anyFinite(Random random, int round) {
        if (round % 4 == 0) {
            return random.nextGaussian() * 100;
        }
        if (round % 4 == 1) {
            return Double.longBitsToDouble(random.nextLong() & 0x801F_FFFF_FFFF_FFFFL); // around the denormals
        }
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any / 4 : random.nextInt(100);
    }

    private static double rounded(Iterable<Double> values) {
        BigDecimal exact = BigDecimal.ZERO;
        for (double value : values) {
            exact = exact.add(new BigDecimal(value));
        }
        return exact.doubleValue();
    }

    @Test
    void halvesAreRoundedToEven() {
        ExactSum sum = new ExactSum();
        sum.add(0x1p53);
        sum.add(1);
        assertThat(sum.value()).isEqualTo(0x1p53);
        sum.add(2);
        assertThat(sum.value()).isEqualTo(0x1p53 + 4);
        sum.add(Double.MIN_VALUE);
        sum.subtract(2);
        assertThat(sum.value()).isEqualTo(0x1p53 + 2);
    }

    @Test
    void whatIsTakenAwayLeavesNoTrace() {
        ExactSum sum = new ExactSum();
        sum.add(0.1);
        sum.add(1e300);
        sum.add(Double.NaN);
        sum.add(Double.NEGATIVE_INFINITY);
        assertThat(sum.value()).isNaN();
        sum.subtract(Double.NaN);
        assertThat(sum.value()).isEqualTo(Double.NEGATIVE_INFINITY);
        sum.subtract(Double.NEGATIVE_INFINITY);
        sum.subtract(1e300);
        assertThat(sum.value()).isEqualTo(0.1);
    }

    @Test
    void aSumBeyondAllDoublesIsInfinite() {
        ExactSum sum = new ExactSum();
        sum.add(-Double.MAX_VALUE);
        sum.add(-Double.MAX_VALUE);
        assertThat(sum.value()).isEqualTo(Double.NEGATIVE_INFINITY);
        sum.subtract(-Double.MAX_VALUE);
        assertThat(sum.value()).isEqualTo(-Double.MAX_VALUE);
    }
}
