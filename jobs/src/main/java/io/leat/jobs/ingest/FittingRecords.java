package io.leat.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;

/**
 * The records that fit. The others are counted while these are written, so that files are parsed once; a record that fits
 * costs no more than a look at whether it does. A task of Spark's that is repeated may count a record again, but none is
 * left out: where there are no others, that is sure.
 */
final class FittingRecords {
    private final LongAccumulator bad;

    FittingRecords(SparkSession spark) {
        bad = spark.sparkContext().longAccumulator();
    }

    Dataset<Row> of(Dataset<Row> records) {
        UserDefinedFunction leftOut = udf(counting(bad), DataTypes.BooleanType)
                .asNondeterministic(); // or Spark might evaluate it where and as often as it likes
        return records.where(col(SourceOptions.RAW).isNull().or(leftOut.apply()))
                .drop(SourceOptions.RAW);
    }

    private static UDF0<Boolean> counting(LongAccumulator bad) {
        return () -> {
            bad.add(1);
            return false;
        };
    }

    long bad() {
        return bad.sum();
    }
}
