import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Fits the model, measures it on users held back beside the best single number, and saves it with its metrics. */
final class Model {
    private static final List<String> NUMBERS = List.of(
            "price",
            "looks_before",
            "clicks_30m",
            "clicks_7d",
            "dwell_7d",
            "orders_7d",
            "spent_7d",
            "last_amount",
            "hour_of_day",
            "minutes_since_click",
            "orders_per_click");

    private final SparkSession spark;

    /** A score and whether the label is 1. */
    private record Scored(double score, boolean positive) {}

    Model(SparkSession spark) {
        this.spark = spark;
    }

    String train(String table, String folder) throws IOException {
        Column test = pmod(xxhash64(col("user_id")), lit(1_000_000L)).lt(lit(200_000L));
        List<Column> columns = new ArrayList<>(List.of(col("referrer")));
        NUMBERS.forEach(name -> columns.add(col(name).cast("double").as(name)));
        columns.add(col("ordered").cast("int").cast("double").as("label"));
        columns.add(test.as("test"));
        Dataset<Row> rows = spark.read()
                .format("delta")
                .load(table)
                .where("clicked_at < TIMESTAMP '2026-01-14'")
                .select(columns.toArray(Column[]::new))
                .coalesce(1)
                .cache();
        try {
            List<Row> local = rows.collectAsList();
            double[] medians = medians(local);
            PipelineModel model = new Pipeline().setStages(stages(medians)).fit(rows.where(not(col("test"))));
            String metrics = measured(model, rows, local, medians);
            model.write().overwrite().save(folder + "/pipeline");
            Files.writeString(Path.of(folder, "metrics.json"), metrics);
            return metrics;
        } finally {
            rows.unpersist();
        }
    }

    private static PipelineStage[] stages(double[] medians) {
        StringBuilder filled = new StringBuilder("SELECT *");
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < medians.length; i++) {
            filled.append(", coalesce(%s, %sD) AS n%d".formatted(NUMBERS.get(i), medians[i], i));
            inputs.add("n" + i);
        }
        inputs.add("referrer_vector");
        return new PipelineStage[] {
            new SQLTransformer().setStatement(filled + " FROM __THIS__"),
            new StringIndexer().setInputCol("referrer").setOutputCol("referrer_index").setHandleInvalid("keep"),
            new OneHotEncoder().setInputCol("referrer_index").setOutputCol("referrer_vector"),
            new VectorAssembler().setInputCols(inputs.toArray(String[]::new)).setOutputCol("features"),
            new LogisticRegression()
        };
    }

    private static double[] medians(List<Row> rows) {
        double[] medians = new double[NUMBERS.size()];
        for (int i = 0; i < medians.length; i++) {
            int column = i + 1;
            double[] values = rows.stream()
                    .filter(row -> !isTest(row) && !row.isNullAt(column))
                    .mapToDouble(row -> row.getDouble(column))
                    .sorted()
                    .toArray();
            int middle = values.length / 2;
            medians[i] = values.length == 0
                    ? 0
                    : values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        }
        return medians;
    }

    private static boolean isTest(Row row) {
        return row.getBoolean(NUMBERS.size() + 2);
    }

    private static boolean isPositive(Row row) {
        return row.getDouble(NUMBERS.size() + 1) == 1;
    }

    private static String measured(PipelineModel model, Dataset<Row> rows, List<Row> local, double[] medians) {
        List<Scored> train = new ArrayList<>();
        List<Scored> test = new ArrayList<>();
        Column probability = functions.vector_to_array(col("probability"), "float64").getItem(1);
        for (Row row : model.transform(rows)
                .select(probability, col("label"), col("test"))
                .collectAsList()) {
            (row.getBoolean(2) ? test : train).add(new Scored(row.getDouble(0), row.getDouble(1) == 1));
        }
        return String.format(
                Locale.ROOT,
                "{\"auc\":%s,\"train_auc\":%s,\"baseline_auc\":%s,%s,\"train_rows\":%d,\"test_rows\":%d}",
                auc(test),
                auc(train),
                baseline(local, medians),
                threshold(test),
                train.size(),
                test.size());
    }

    /** What the best single number alone would do: chosen on the training rows, measured on the others. */
    private static double baseline(List<Row> rows, double[] medians) {
        int best = 0;
        double bestAuc = 0;
        double sign = 1;
        for (int i = 0; i < medians.length; i++) {
            double auc = auc(scores(rows, i, medians[i], false, 1));
            if (Math.max(auc, 1 - auc) > bestAuc) {
                bestAuc = Math.max(auc, 1 - auc);
                best = i;
                sign = auc >= 0.5 ? 1 : -1;
            }
        }
        return auc(scores(rows, best, medians[best], true, sign));
    }

    private static List<Scored> scores(List<Row> rows, int number, double median, boolean test, double sign) {
        return rows.stream()
                .filter(row -> isTest(row) == test)
                .map(row -> new Scored(
                        sign * (row.isNullAt(number + 1) ? median : row.getDouble(number + 1)), isPositive(row)))
                .toList();
    }

    /** The chance that a positive scores above a negative; equal scores count half. */
    private static double auc(List<Scored> scores) {
        Scored[] sorted = scores.stream()
                .sorted(Comparator.comparingDouble(Scored::score))
                .toArray(Scored[]::new);
        double won = 0;
        long negatives = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            double score = sorted[from].score();
            for (to = from; to < sorted.length && sorted[to].score() == score; to++) {}
            long positive =
                    Arrays.stream(sorted, from, to).filter(Scored::positive).count();
            long negative = to - from - positive;
            won += positive * (negatives + negative / 2.0);
            negatives += negative;
        }
        return won / negatives / (sorted.length - negatives);
    }

    private static String threshold(List<Scored> test) {
        long right = 0;
        long both = 0;
        long either = 0;
        double loss = 0;
        for (Scored row : test) {
            boolean said = row.score() > 0.5;
            right += said == row.positive() ? 1 : 0;
            both += said && row.positive() ? 1 : 0;
            either += (said ? 1 : 0) + (row.positive() ? 1 : 0);
            loss -= Math.log(row.positive() ? row.score() : 1 - row.score());
        }
        return String.format(
                Locale.ROOT,
                "\"accuracy\":%s,\"f1\":%s,\"log_loss\":%s",
                (double) right / test.size(),
                2.0 * both / either,
                loss / test.size());
    }
}
