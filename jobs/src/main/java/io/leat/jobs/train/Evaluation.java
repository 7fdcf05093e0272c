package io.leat.jobs.train;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Measures a model on both parts, each row scored once. */
final class Evaluation {
    private static final String SCORE = "leat_score";
    private static final String PREDICTION = "prediction";
    private static final long IN_ONE_PARTITION = 500_000;

    private final Layout layout;

    Evaluation(Layout layout) {
        this.layout = layout;
    }

    Map<String, Double> classification(PipelineModel model) {
        Column probability = org.apache
                .spark
                .ml
                .functions
                .vector_to_array(col("probability"), "float64")
                .getItem(1);
        Dataset<Row> scored = model.transform(layout.rows())
                .select(
                        probability.as(SCORE),
                        col(TrainingRows.LABEL).equalTo(1.0),
                        col(PREDICTION).equalTo(1.0),
                        col(TrainingRows.TEST));
        ScoreWalk train = new ScoreWalk();
        ScoreWalk test = new ScoreWalk();
        Iterator<Row> rows = byScore(scored);
        while (rows.hasNext()) {
            Row row = rows.next();
            (row.getBoolean(3) ? test : train).add(row.getDouble(0), row.getBoolean(1), row.getBoolean(2));
        }
        Map<String, Double> metrics = new TreeMap<>();
        test.addTo(metrics, "");
        train.addTo(metrics, TrainingPlan.TRAIN);
        return metrics;
    }

    /** The AUC, on the test part, of a single column taken for a score. */
    double baselineAuc(Column value, boolean rising) {
        Dataset<Row> scored = layout.rows()
                .filter(col(TrainingRows.TEST))
                .select(
                        (rising ? value : functions.negative(value)).as(SCORE),
                        col(TrainingRows.LABEL).equalTo(1.0));
        ScoreWalk walk = new ScoreWalk();
        Iterator<Row> rows = byScore(scored);
        while (rows.hasNext()) {
            Row row = rows.next();
            walk.add(row.getDouble(0), row.getBoolean(1), false);
        }
        return walk.auc();
    }

    /** Few rows are sorted in one go; many by range, and fetched one range at a time. */
    private Iterator<Row> byScore(Dataset<Row> scored) {
        boolean few = layout.size() <= IN_ONE_PARTITION;
        Column[] all =
                Arrays.stream(scored.columns()).map(Preprocessing::column).toArray(Column[]::new);
        Dataset<Row> sorted = few ? scored.coalesce(1).sortWithinPartitions(all) : scored.orderBy(all);
        return sorted.toLocalIterator();
    }

    Map<String, Double> regression(PipelineModel model) {
        Column label = col(TrainingRows.LABEL);
        Column error = col(PREDICTION).minus(label);
        List<Row> measured = model.transform(layout.rows())
                .groupBy(col(TrainingRows.TEST))
                .agg(avg(error.multiply(error)), avg(functions.abs(error)), functions.var_pop(label), avg(label))
                .orderBy(col(TrainingRows.TEST))
                .collectAsList();
        Row train = measured.get(0);
        Row test = measured.get(1);
        Map<String, Double> metrics = new TreeMap<>();
        addRegression(metrics, "", test);
        addRegression(metrics, TrainingPlan.TRAIN, train);
        double off = test.getDouble(4) - train.getDouble(4);
        metrics.put("baseline_rmse", Math.sqrt(test.getDouble(3) + off * off));
        return metrics;
    }

    private static void addRegression(Map<String, Double> metrics, String prefix, Row row) {
        double meanSquare = row.getDouble(1);
        double variance = row.getDouble(3);
        metrics.put(prefix + "rmse", Math.sqrt(meanSquare));
        metrics.put(prefix + "mae", row.getDouble(2));
        metrics.put(prefix + "r2", variance == 0 ? 0 : 1 - meanSquare / variance);
    }
}
