package io.leat.connectors.delta;

import io.leat.core.batch.Slice;
import io.leat.core.batch.SliceValue;
import io.leat.core.batch.SliceValue.Kind;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A slice as a condition on a table's rows. Its bounds become values of exactly the column's type, and only types are
 * taken in which they compare as {@link Slice} compares them: two slices that have nothing in common there have none here.
 */
final class SliceCondition {
    private static final Map<DataType, Character> WHOLE_NUMBERS = Map.of(
            DataTypes.ByteType, 'Y',
            DataTypes.ShortType, 'S',
            DataTypes.IntegerType, ' ',
            DataTypes.LongType, 'L');

    private final Slice slice;
    private final String table;
    private final StructField column;

    private SliceCondition(Slice slice, String table, StructField column) {
        this.slice = slice;
        this.table = table;
        this.column = column;
    }

    /** SQL over the table's columns. */
    static String of(Slice slice, String table, StructType columns) {
        for (StructField column : columns.fields()) {
            if (column.name().equalsIgnoreCase(slice.column())) {
                return new SliceCondition(slice, table, column).sql();
            }
        }

        throw TableErrors.noSuchColumn("slice of table " + table, slice.column(), List.of(columns.fieldNames()));
    }

    private String sql() {
        List<String> conditions = new ArrayList<>();
        add(conditions, " = ", slice.equals());
        add(conditions, " >= ", slice.from());
        add(conditions, " < ", slice.to());
        return String.join(" AND ", conditions);
    }

    private void add(List<String> conditions, String operator, String bound) {
        if (bound != null) {
            conditions.add(Rows.quoted(column.name()) + operator + literal(SliceValue.of(bound)));
        }
    }

    private String literal(SliceValue value) {
        DataType type = column.dataType();
        if (type.equals(DataTypes.StringType)) {
            return text(value);
        }

        boolean time = value.kind() == Kind.DATE || value.kind() == Kind.TIMESTAMP;
        if (type.equals(DataTypes.TimestampType) && time) {
            return "TIMESTAMP '%s'".formatted(value.instant());
        }

        if (type.equals(DataTypes.TimestampNTZType) && time) {
            return "TIMESTAMP_NTZ '%s'"
                    .formatted(value.instant().atOffset(ZoneOffset.UTC).toLocalDateTime());
        }

        if (type.equals(DataTypes.DateType) && value.kind() == Kind.DATE) {
            return "DATE '%s'".formatted(value.text());
        }

        if (value.kind() == Kind.NUMBER && (type instanceof DecimalType || WHOLE_NUMBERS.containsKey(type))) {
            return number(value);
        }

        throw TableErrors.sliceOfType(slice, table, value, type);
    }

    /** Numbers and times are ordered in another way as text; dates are not. */
    private String text(SliceValue value) {
        boolean range = slice.equals() == null;
        if (value.kind() == Kind.TIMESTAMP || (value.kind() == Kind.NUMBER && range)) {
            throw TableErrors.sliceOfType(slice, table, value, column.dataType());
        }

        return "'" + value.text().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private String number(SliceValue value) {
        try {
            BigDecimal number = value.number();
            if (column.dataType() instanceof DecimalType decimal) {
                BigDecimal scaled = number.setScale(decimal.scale(), java.math.RoundingMode.UNNECESSARY);
                if (scaled.precision() <= decimal.precision()) {
                    return "CAST('%s' AS %s)".formatted(scaled.toPlainString(), decimal.sql());
                }
            } else if (fits(number)) {
                return (number.toBigIntegerExact() + String.valueOf(WHOLE_NUMBERS.get(column.dataType()))).strip();
            }
        } catch (ArithmeticException notExact) {
            throw TableErrors.sliceOfType(slice, table, value, column.dataType());
        }

        throw TableErrors.sliceOfType(slice, table, value, column.dataType());
    }

    private boolean fits(BigDecimal number) {
        long value = number.longValueExact();
        DataType type = column.dataType();
        return type.equals(DataTypes.LongType)
                || (type.equals(DataTypes.IntegerType) && value == (int) value)
                || (type.equals(DataTypes.ShortType) && value == (short) value)
                || (type.equals(DataTypes.ByteType) && value == (byte) value);
    }
}
