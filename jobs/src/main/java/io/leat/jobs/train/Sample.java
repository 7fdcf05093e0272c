package io.leat.jobs.train;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The numbers and labels of training rows: all of them, or a fixed part when there are very many. */
final class Sample {
    private static final long VALUES = 1_000_000;
    private static final long BUCKETS = 1_000_000;
    private static final long SALT = 0x1EA7; // apart from the split's hash

    /** A single column as a model: the greater, or the smaller, the likelier the label is 1. */
    record SingleFeature(int column, boolean rising) {}

    private final double[][] columns; // NaN where missing
    private final double[] labels;

    private Sample(double[][] columns, double[] labels) {
        this.columns = columns;
        this.labels = labels;
    }

    /** @param rows how many {@code train} has */
    static Sample of(List<String> numbers, Dataset<Row> train, long rows) {
        Column[] wanted = new Column[numbers.size() + 1];
        for (int i = 0; i < numbers.size(); i++) {
            wanted[i] = Preprocessing.number(numbers.get(i));
        }
        wanted[numbers.size()] = functions.col(TrainingRows.LABEL);
        List<Row> found = part(train, (double) VALUES / wanted.length / rows)
                .select(wanted)
                .collectAsList();
        double[][] columns = new double[numbers.size()][found.size()];
        double[] labels = new double[found.size()];
        for (int row = 0; row < labels.length; row++) {
            Row values = Objects.requireNonNull(found.get(row));
            for (int i = 0; i < columns.length; i++) {
                columns[i][row] = values.isNullAt(i) ? Double.NaN : values.getDouble(i);
            }
            labels[row] = values.getDouble(columns.length);
        }
        return new Sample(columns, labels);
    }

    private static Dataset<Row> part(Dataset<Row> train, double share) {
        if (share >= 1) {
            return train;
        }
        Column[] all = new Column[train.columns().length + 1];
        Arrays.setAll(all, i -> i == 0 ? functions.lit(SALT) : Preprocessing.column(train.columns()[i - 1]));
        Column bucket = functions.pmod(functions.xxhash64(all), functions.lit(BUCKETS));
        return train.filter(bucket.lt(functions.lit((long) (share * BUCKETS))));
    }

    /** The middle of what is there of each column; 0 where nothing is. */
    double[] medians() {
        return Arrays.stream(columns).mapToDouble(Sample::median).toArray();
    }

    private static double median(double[] values) {
        double[] there =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (there.length == 0) {
            return 0;
        }
        int middle = there.length / 2;
        return there.length % 2 == 1 ? there[middle] : there[middle - 1] / 2 + there[middle] / 2;
    }

    /** The column, and its direction, that alone tells the labels apart best. */
    SingleFeature best(double[] medians) {
        SingleFeature best = new SingleFeature(0, true);
        double bestAuc = 0;
        for (int i = 0; i < columns.length; i++) {
            double auc = auc(columns[i], medians[i]);
            if (Math.max(auc, 1 - auc) > bestAuc) {
                bestAuc = Math.max(auc, 1 - auc);
                best = new SingleFeature(i, auc >= 0.5);
            }
        }
        return best;
    }

    private double auc(double[] column, double median) {
        double[] values =
                Arrays.stream(column).map(v -> Double.isNaN(v) ? median : v).toArray();
        ScoreWalk walk = new ScoreWalk();
        IntStream.range(0, values.length)
                .boxed()
                .sorted((left, right) -> Double.compare(values[left], values[right]))
                .forEach(row -> walk.add(values[row], labels[row] == 1, false));
        return walk.auc();
    }
}
