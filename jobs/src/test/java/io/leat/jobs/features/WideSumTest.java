package io.leat.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideSumTest {
    @Test
    void isExactBeyondLongs() {
        Random random = new Random(3);
        WideSum sum = new WideSum();
        BigInteger exact = BigInteger.ZERO;
        for (int i = 0; i < 2000; i++) {
            long value = i % 50 == 0 ? Long.MIN_VALUE : random.nextLong();
            if (random.nextBoolean()) {
                sum.add(value);
                exact = exact.add(BigInteger.valueOf(value));
            } else {
                sum.subtract(value);
                exact = exact.subtract(BigInteger.valueOf(value));
            }
            assertThat(sum.value()).isEqualTo(exact);
            assertThat(sum.fitsLong()).isEqualTo(exact.bitLength() < Long.SIZE);
        }
    }
}
