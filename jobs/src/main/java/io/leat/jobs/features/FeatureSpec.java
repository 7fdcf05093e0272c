package io.leat.jobs.features;

import io.leat.core.job.FeaturesTask.Aggregate;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/**
 * One feature, resolved against its source.
 *
 * @param aggregate null for an as-of value
 * @param ordinal of its value in a fact; -1 for a count of facts
 * @param valueType null for a count of facts
 * @param reach in microseconds: how old an as-of value may be, or how far back the window goes
 */
record FeatureSpec(
        String name,
        @Nullable Aggregate aggregate,
        int ordinal,
        @Nullable DataType valueType,
        long reach) implements Serializable {
    static final long UNBOUNDED = Long.MAX_VALUE;

    boolean isAsOf() {
        return aggregate == null;
    }

    DataType resultType() {
        if (aggregate == null || aggregate == Aggregate.MIN || aggregate == Aggregate.MAX) {
            return type();
        }
        return switch (aggregate) {
            case COUNT -> DataTypes.LongType;
            case AVG -> DataTypes.DoubleType;
            case SUM -> sumType();
            case MIN, MAX -> type();
        };
    }

    private DataType sumType() {
        if (type() instanceof DecimalType decimal) {
            return Sums.sumType(decimal);
        }
        return Storage.of(type()).isFloating() ? DataTypes.DoubleType : DataTypes.LongType;
    }

    private DataType type() {
        if (valueType == null) {
            throw new IllegalStateException("feature " + name + " has no value");
        }
        return valueType;
    }
}
