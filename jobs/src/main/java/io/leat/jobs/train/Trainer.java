package io.leat.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Predictor;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Fits and measures the model of a plan. */
final class Trainer {
    private final TrainingPlan plan;
    private final Consumer<String> activity;

    Trainer(TrainingPlan plan, Consumer<String> activity) {
        this.plan = plan;
        this.activity = activity;
    }

    Trained train(TrainingRows rows) throws InterruptedException {
        Predictor<?, ?, ?> estimator = Estimators.of(plan);
        activity.accept("counting rows");
        RowCounts counts = RowCounts.of(plan, rows);
        try (Layout layout = Layout.of(rows, counts)) {
            Sample sample = Sample.of(rows.numbers(), layout.train(), counts.train());
            double[] medians = sample.medians();
            checkCancelled();
            activity.accept(
                    "training %s on %,d rows".formatted(plan.task().algorithm().text(), counts.train()));
            PipelineModel model = fit(rows, layout, medians, estimator);
            checkCancelled();
            activity.accept("measuring on %,d rows".formatted(counts.test()));
            Map<String, Double> metrics = measure(rows, layout, sample, medians, model);
            return new Trained(model, metrics, Estimators.effective(plan.task().algorithm(), estimator), counts);
        }
    }

    private static PipelineModel fit(TrainingRows rows, Layout layout, double[] medians, Predictor<?, ?, ?> estimator) {
        List<PipelineStage> stages = new ArrayList<>(Preprocessing.stages(rows, layout.train(), medians));
        stages.add(estimator);
        return new Pipeline().setStages(stages.toArray(new PipelineStage[0])).fit(layout.train());
    }

    private Map<String, Double> measure(
            TrainingRows rows, Layout layout, Sample sample, double[] medians, PipelineModel model) {
        Evaluation evaluation = new Evaluation(layout);
        if (!plan.isClassification()) {
            return evaluation.regression(model);
        }
        Map<String, Double> metrics = evaluation.classification(model);
        if (!rows.numbers().isEmpty()) {
            Sample.SingleFeature best = sample.best(medians);
            Column value = functions.coalesce(
                    Preprocessing.number(rows.numbers().get(best.column())), functions.lit(medians[best.column()]));
            double baseline = evaluation.baselineAuc(value, best.rising());
            metrics.put("baseline_auc", baseline);
            metrics.put("auc_gain", metrics.getOrDefault("auc", Double.NaN) - baseline);
        }
        return metrics;
    }

    private static void checkCancelled() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled while training");
        }
    }
}
