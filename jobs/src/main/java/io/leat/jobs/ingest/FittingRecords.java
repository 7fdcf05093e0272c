package io.leat.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;

/**
 * The records that fit, counted along with the others while they are written, so that files are parsed once. The counts
 * are right when each Spark task of the write succeeded once; the caller compares them with those of the commit.
 */
final class FittingRecords {
    private final LongAccumulator read;
    private final LongAccumulator bad;

    FittingRecords(SparkSession spark) {
        read = spark.sparkContext().longAccumulator();
        bad = spark.sparkContext().longAccumulator();
    }

    Dataset<Row> of(Dataset<Row> records) {
        UserDefinedFunction fits = udf(counting(read, bad), DataTypes.BooleanType)
                .asNondeterministic(); // or Spark might evaluate it where and as often as it likes
        return records.where(fits.apply(col(SourceOptions.RAW).isNotNull())).drop(SourceOptions.RAW);
    }

    private static UDF1<Boolean, Boolean> counting(LongAccumulator read, LongAccumulator bad) {
        return isBad -> {
            read.add(1);
            if (isBad) {
                bad.add(1);
            }
            return !isBad;
        };
    }

    Tally tally() {
        return new Tally(read.sum(), bad.sum());
    }
}
