package io.leat.jobs.train;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * The labelled rows, cached, in partitions and an order that follow from the rows alone: not from files, cores or the
 * course of a run. So the same rows give the same model. (Beyond two partitions Spark adds up partial sums as they come
 * in, and last digits may differ.)
 */
final class Layout implements AutoCloseable {
    private static final long ONE_PARTITION = 25_000;
    private static final long TWO_PARTITIONS = 500_000;
    private static final long EACH = 250_000;

    private final Dataset<Row> rows;
    private final long size;

    private Layout(Dataset<Row> rows, long size) {
        this.rows = rows;
        this.size = size;
    }

    static Layout of(TrainingRows training, RowCounts counts) {
        Dataset<Row> rows = training.rows();
        Column[] all = Arrays.stream(rows.columns()).map(Preprocessing::column).toArray(Column[]::new);
        long size = counts.train() + counts.test();
        Dataset<Row> laid = rows.filter(functions.col(TrainingRows.LABEL).isNotNull())
                .repartition(partitions(size), all)
                .sortWithinPartitions(all)
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new Layout(laid, size);
    }

    static int partitions(long rows) {
        if (rows <= ONE_PARTITION) {
            return 1;
        }
        return rows <= TWO_PARTITIONS ? 2 : Math.toIntExact((rows + EACH - 1) / EACH);
    }

    Dataset<Row> rows() {
        return rows;
    }

    long size() {
        return size;
    }

    Dataset<Row> train() {
        return rows.filter(functions.not(functions.col(TrainingRows.TEST)));
    }

    @Override
    public void close() {
        rows.unpersist(false);
    }
}
