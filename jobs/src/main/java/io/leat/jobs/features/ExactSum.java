package io.leat.jobs.features;

import java.util.Arrays;

/**
 * A sum of doubles without rounding, from which what was added can be taken away again: a fixed-point number as wide as
 * all doubles. So a sum over a moving window does not drift and depends on no order; it is rounded once, when asked for.
 */
final class ExactSum {
    private static final int BITS = 32;
    private static final long MASK = 0xFFFF_FFFFL;
    private static final int DIGITS = 68;
    private static final int MANTISSA = 53;
    private static final int SMALLEST = -1074; // exponent of the last bit
    private static final int ADDITIONS = 1 << 29; // before a digit could overflow

    private final long[] digits = new long[DIGITS];
    private final long[] carried = new long[DIGITS];
    private int low = DIGITS;
    private int high = -1;
    private int additions;
    private long nans;
    private long positiveInfinities;
    private long negativeInfinities;

    void clear() {
        for (int i = low; i <= high; i++) {
            digits[i] = 0;
        }
        low = DIGITS;
        high = -1;
        additions = 0;
        nans = 0;
        positiveInfinities = 0;
        negativeInfinities = 0;
    }

    void add(double value) {
        change(value, 1);
    }

    void subtract(double value) {
        change(value, -1);
    }

    private void change(double value, int times) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        if (exponent == 0x7FF) {
            changeSpecial(value, times);
            return;
        }
        if (exponent == 0) {
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        if (mantissa != 0) {
            place(mantissa, exponent - 1, bits < 0 ? -times : times);
        }
    }

    private void changeSpecial(double value, int times) {
        if (Double.isNaN(value)) {
            nans += times;
        } else if (value > 0) {
            positiveInfinities += times;
        } else {
            negativeInfinities += times;
        }
    }

    /** Adds {@code mantissa * 2^position}, in units of the smallest double, to the digits it lies in. */
    private void place(long mantissa, int position, int sign) {
        int index = position / BITS;
        int shift = position % BITS;
        long lower = mantissa << shift; // the low 64 bits; what is lost is in upper
        long upper = shift == 0 ? 0 : mantissa >>> (Long.SIZE - shift);
        digits[index] += sign * (lower & MASK);
        digits[index + 1] += sign * (lower >>> BITS);
        digits[index + 2] += sign * upper;
        low = Math.min(low, index);
        high = Math.max(high, index + 2);
        if (++additions == ADDITIONS) {
            high = carry(digits, high);
            additions = 1;
        }
    }

    /** Brings every digit but the highest, which keeps the sign, into its 32 bits; answers the highest. */
    private int carry(long[] into, int top) {
        int highest = Math.min(top + 1, DIGITS - 1);
        for (int i = low; i < highest; i++) {
            into[i + 1] += into[i] >> BITS;
            into[i] &= MASK;
        }
        return highest;
    }

    /** The double nearest to the sum. */
    double value() {
        if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
            return Double.NaN;
        }
        if (positiveInfinities > 0 || negativeInfinities > 0) {
            return positiveInfinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        Arrays.fill(carried, 0);
        System.arraycopy(digits, low, carried, low, Math.max(0, high + 1 - low));
        int top = highestDigit(carry(carried, high));
        if (top < low) {
            return 0;
        }
        return carried[top] > 0 ? rounded(top) : -negatedAndRounded(top);
    }

    private double negatedAndRounded(int top) {
        for (int i = low; i <= top; i++) {
            carried[i] = -carried[i];
        }
        return rounded(highestDigit(carry(carried, top)));
    }

    private int highestDigit(int from) {
        int top = from;
        while (top >= low && carried[top] == 0) {
            top--;
        }
        return top;
    }

    /** Rounds half to even. All digits are in their bits, and the one at {@code top} is positive. */
    private double rounded(int top) {
        int length = top * BITS + Long.SIZE - Long.numberOfLeadingZeros(carried[top]);
        int last = length - MANTISSA; // position of the last bit that stays
        if (last <= 0) {
            return Double.longBitsToDouble(bitsFrom(0));
        }
        long mantissa = bitsFrom(last);
        boolean odd = (mantissa & 1) == 1;
        if (bit(last - 1) && (odd || anyBelow(last - 1))) {
            mantissa++;
        }
        return Math.scalb((double) mantissa, last + SMALLEST);
    }

    /** The 53 bits, or fewer when the number ends, from {@code position} up. */
    private long bitsFrom(int position) {
        int index = position / BITS;
        int shift = position % BITS;
        long bits = carried[index] >>> shift;
        int have = BITS - shift;
        for (int i = index + 1; i < DIGITS && have < Long.SIZE; i++) {
            bits |= carried[i] << have;
            have += BITS;
        }
        return bits;
    }

    private boolean bit(int position) {
        return (carried[position / BITS] >>> (position % BITS) & 1) == 1;
    }

    private boolean anyBelow(int position) {
        int index = position / BITS;
        if ((carried[index] & ((1L << (position % BITS)) - 1)) != 0) {
            return true;
        }
        for (int i = low; i < index; i++) {
            if (carried[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
