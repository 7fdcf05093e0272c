package io.leat.jobs.features;

import io.leat.jobs.features.RunningAggregate.Sum;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/** Sums and means of the numeric types. None of them drifts: what leaves a window leaves no trace. */
final class Sums {
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    private Sums() {}

    /** BIGINT for whole numbers, DOUBLE for floating ones, a decimal of ten more digits for decimals. */
    static Sum sum(String feature, Values values) {
        if (values.storage().isFloating()) {
            return new Floating(false);
        }
        if (values.storage() == Storage.DECIMAL) {
            return new LargeDecimal(feature, (DecimalType) values.type(), false);
        }
        return new Whole(feature, values, false);
    }

    /** Always DOUBLE. */
    static Sum mean(String feature, Values values) {
        if (values.storage().isFloating()) {
            return new Floating(true);
        }
        if (values.storage() == Storage.DECIMAL) {
            return new LargeDecimal(feature, (DecimalType) values.type(), true);
        }
        return new Whole(feature, values, true);
    }

    static DecimalType sumType(DecimalType of) {
        return new DecimalType(Math.min(of.precision() + 10, DecimalType.MAX_PRECISION()), of.scale());
    }

    private static double quotient(BigDecimal sum, long count) {
        return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }

    private static Decimal decimal(String feature, BigDecimal sum, DecimalType type) {
        if (sum.precision() > type.precision()) {
            throw FeaturesErrors.overflow(feature, sum, type.sql());
        }
        return Decimal.apply(sum, type.precision(), type.scale());
    }

    private static final class Floating implements Sum {
        private final ExactSum sum = new ExactSum();
        private final boolean mean;

        Floating(boolean mean) {
            this.mean = mean;
        }

        @Override
        public void clear() {
            sum.clear();
        }

        @Override
        public void add(Values values, int position) {
            sum.add(values.asDouble(position));
        }

        @Override
        public void subtract(Values values, int position) {
            sum.subtract(values.asDouble(position));
        }

        @Override
        public Object result(long count) {
            return mean ? sum.value() / count : sum.value();
        }
    }

    /** Whole numbers, and decimals small enough to be kept as such. */
    private static final class Whole implements Sum {
        private final String feature;
        private final WideSum sum = new WideSum();
        private final int scale;
        private final boolean mean;
        private final DecimalType type;

        Whole(String feature, Values values, boolean mean) {
            this.feature = feature;
            this.mean = mean;
            boolean decimal = values.type() instanceof DecimalType;
            this.type = decimal ? sumType((DecimalType) values.type()) : new DecimalType(1, 0);
            this.scale = decimal ? type.scale() : -1;
        }

        @Override
        public void clear() {
            sum.clear();
        }

        @Override
        public void add(Values values, int position) {
            sum.add(values.bits(position));
        }

        @Override
        public void subtract(Values values, int position) {
            sum.subtract(values.bits(position));
        }

        @Override
        public Object result(long count) {
            if (mean) {
                return mean(count);
            }
            if (scale >= 0) {
                return decimal(feature, new BigDecimal(sum.value(), scale), type);
            }
            if (!sum.fitsLong()) {
                throw FeaturesErrors.overflow(feature, new BigDecimal(sum.value()), "BIGINT");
            }
            return sum.asLong();
        }

        private double mean(long count) {
            if (scale <= 0 && sum.fitsLong() && Math.abs(sum.asLong()) < EXACT_IN_DOUBLE) {
                return (double) sum.asLong() / count;
            }
            BigInteger whole = sum.value();
            return quotient(new BigDecimal(whole, Math.max(scale, 0)), count);
        }
    }

    private static final class LargeDecimal implements Sum {
        private final String feature;
        private final DecimalType type;
        private final boolean mean;
        private BigDecimal sum = BigDecimal.ZERO;

        LargeDecimal(String feature, DecimalType of, boolean mean) {
            this.feature = feature;
            this.type = sumType(of);
            this.mean = mean;
        }

        @Override
        public void clear() {
            sum = BigDecimal.ZERO;
        }

        @Override
        public void add(Values values, int position) {
            sum = sum.add(((Decimal) values.object(position)).toJavaBigDecimal());
        }

        @Override
        public void subtract(Values values, int position) {
            sum = sum.subtract(((Decimal) values.object(position)).toJavaBigDecimal());
        }

        @Override
        public Object result(long count) {
            return mean ? quotient(sum, count) : decimal(feature, sum, type);
        }
    }
}
