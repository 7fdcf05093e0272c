package io.leat.jobs.ingest;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** How many records there are, and how many of them do not fit. */
record Tally(long read, long bad) implements Serializable {
    /** Counts in a pass of its own. Plain rows are counted, since Spark would not parse what a query does not use. */
    static Tally of(Dataset<Row> records) {
        int raw = records.schema().fieldIndex(SourceOptions.RAW);
        return ((org.apache.spark.sql.classic.Dataset<Row>) records)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(partition -> count(partition, raw))
                .fold(new Tally(0, 0), Tally::plus);
    }

    private static Iterator<Tally> count(Iterator<InternalRow> rows, int raw) {
        long read = 0;
        long bad = 0;
        while (rows.hasNext()) {
            read++;
            bad += rows.next().isNullAt(raw) ? 0 : 1;
        }
        return List.of(new Tally(read, bad)).iterator();
    }

    private Tally plus(Tally other) {
        return new Tally(read + other.read, bad + other.bad);
    }

    long good() {
        return read - bad;
    }
}
