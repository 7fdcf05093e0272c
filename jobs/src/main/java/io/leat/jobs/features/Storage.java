package io.leat.jobs.features;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** How values of a Spark type are kept while they are in a window: as 64 bits where they fit, else as an object. */
enum Storage {
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    /** A decimal of at most 18 digits, as its unscaled value. */
    SMALL_DECIMAL,
    DECIMAL,
    TEXT,
    /** Only whether there is a value: enough to count those of any type. */
    PRESENCE;

    static Storage of(DataType type) {
        if (type instanceof BooleanType) {
            return BOOLEAN;
        } else if (type instanceof ByteType) {
            return BYTE;
        } else if (type instanceof ShortType) {
            return SHORT;
        } else if (type instanceof IntegerType || type instanceof DateType) {
            return INT;
        } else if (type instanceof LongType || type instanceof TimestampType || type instanceof TimestampNTZType) {
            return LONG;
        } else if (type instanceof FloatType) {
            return FLOAT;
        } else if (type instanceof DoubleType) {
            return DOUBLE;
        } else if (type instanceof DecimalType decimal) {
            return decimal.precision() <= Decimal.MAX_LONG_DIGITS() ? SMALL_DECIMAL : DECIMAL;
        } else if (type instanceof StringType) {
            return TEXT;
        }
        return PRESENCE;
    }

    boolean isBits() {
        return this != DECIMAL && this != TEXT;
    }

    boolean isIntegral() {
        return this == BYTE || this == SHORT || this == INT || this == LONG;
    }

    boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    boolean isDecimal() {
        return this == SMALL_DECIMAL || this == DECIMAL;
    }

    /** A value that is kept as bits; doubles as their raw bits, so that {@link #compare} must be asked for order. */
    long bits(InternalRow row, int ordinal, DataType type) {
        return switch (this) {
            case BOOLEAN -> row.getBoolean(ordinal) ? 1 : 0;
            case BYTE -> row.getByte(ordinal);
            case SHORT -> row.getShort(ordinal);
            case INT -> row.getInt(ordinal);
            case LONG -> row.getLong(ordinal);
            case FLOAT -> Double.doubleToRawLongBits(row.getFloat(ordinal));
            case DOUBLE -> Double.doubleToRawLongBits(row.getDouble(ordinal));
            case SMALL_DECIMAL -> decimal(row, ordinal, type).toUnscaledLong();
            case PRESENCE -> 0;
            case DECIMAL, TEXT -> throw new IllegalStateException(this + " is not kept as bits");
        };
    }

    /** A value that is kept as an object, of its own memory. */
    Object object(InternalRow row, int ordinal, DataType type) {
        return this == TEXT ? row.getUTF8String(ordinal).clone() : decimal(row, ordinal, type);
    }

    private static Decimal decimal(InternalRow row, int ordinal, DataType type) {
        DecimalType decimal = (DecimalType) type;
        return row.getDecimal(ordinal, decimal.precision(), decimal.scale());
    }

    /** What stands in a row for a value that was kept as bits. */
    Object boxed(long bits, DataType type) {
        return switch (this) {
            case BOOLEAN -> bits == 1;
            case BYTE -> (byte) bits;
            case SHORT -> (short) bits;
            case INT -> (int) bits;
            case LONG -> bits;
            case FLOAT -> (float) Double.longBitsToDouble(bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
            case SMALL_DECIMAL ->
                Decimal.createUnsafe(bits, ((DecimalType) type).precision(), ((DecimalType) type).scale());
            case DECIMAL, TEXT, PRESENCE -> throw new IllegalStateException(this + " is not kept as bits");
        };
    }

    int compare(long left, long right) {
        return isFloating()
                ? Double.compare(Double.longBitsToDouble(left), Double.longBitsToDouble(right))
                : Long.compare(left, right);
    }

    int compare(Object left, Object right) {
        return this == TEXT
                ? ((UTF8String) left).compareTo((UTF8String) right)
                : ((Decimal) left).compareTo((Decimal) right);
    }
}
