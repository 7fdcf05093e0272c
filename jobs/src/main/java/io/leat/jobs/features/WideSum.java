package io.leat.jobs.features;

import java.math.BigInteger;

/** A sum of longs in 128 bits, from which what was added can be taken away again. */
final class WideSum {
    private long high;
    private long low;

    void clear() {
        high = 0;
        low = 0;
    }

    void add(long value) {
        long sum = low + value;
        boolean carry = Long.compareUnsigned(sum, low) < 0;
        high += (value >> 63) + (carry ? 1 : 0);
        low = sum;
    }

    void subtract(long value) {
        boolean borrow = Long.compareUnsigned(low, value) < 0;
        low -= value;
        high -= (value >> 63) + (borrow ? 1 : 0);
    }

    boolean fitsLong() {
        return high == low >> 63;
    }

    /** The sum, if it {@link #fitsLong}. */
    long asLong() {
        return low;
    }

    BigInteger value() {
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(low));
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsigned);
    }
}
