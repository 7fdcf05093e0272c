package io.leat.jobs.features;

import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Which types keys and times may have, and how they are made comparable. */
final class Types {
    private static final Set<DataType> WHOLE =
            Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    private Types() {}

    /** The type of a key's column, if it can be one. */
    static DataType key(String option, StructField field) {
        DataType type = field.dataType();
        if (Storage.of(type) == Storage.PRESENCE || type instanceof BinaryType) {
            throw FeaturesErrors.notAKey(option, field.name(), type);
        }
        return type;
    }

    /** The type in which keys of both types are compared. */
    static DataType common(String option, String column, DataType spine, DataType source) {
        if (spine.equals(source)) {
            return spine;
        }
        if (WHOLE.contains(spine) && WHOLE.contains(source)) {
            return DataTypes.LongType;
        }
        throw FeaturesErrors.keysDiffer(option, column, spine, source);
    }

    /** Checks that the one column of {@code rows} is a time. */
    static void time(String option, Dataset<Row> rows) {
        StructField field = rows.schema().fields()[0];
        DataType type = field.dataType();
        if (!(type instanceof TimestampType || type instanceof TimestampNTZType || type instanceof DateType)) {
            throw FeaturesErrors.notATime(option, field.name(), type);
        }
    }

    /** A time in microseconds since 1970; sessions run in UTC. */
    static Column micros(Column time) {
        return functions.unix_micros(time.cast(DataTypes.TimestampType));
    }
}
