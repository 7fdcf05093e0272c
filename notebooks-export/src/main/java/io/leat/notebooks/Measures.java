package io.leat.notebooks;

import io.leat.core.job.TrainTask;
import io.leat.core.job.TrainTask.Requirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a model is measured in a notebook, and the bounds its metrics must keep. */
final class Measures {
    private static final String CLASSIFICATION = """


            def measured(scored):
                by_class = MulticlassClassificationEvaluator(labelCol="_label", metricLabel=1.0)
                return {
                    "auc": BinaryClassificationEvaluator(labelCol="_label").evaluate(scored),
                    "accuracy": by_class.setMetricName("accuracy").evaluate(scored),
                    "f1": by_class.setMetricName("fMeasureByLabel").evaluate(scored),
                    "log_loss": by_class.setMetricName("logLoss").evaluate(scored),
                }


            """;
    private static final String REGRESSION = """


            def measured(scored):
                error = RegressionEvaluator(labelCol="_label")
                return {m: error.setMetricName(m).evaluate(scored) for m in ("rmse", "mae", "r2")}


            """;
    private static final String BASELINE_AUC = """

            # The best single number: chosen on the rows fitted, measured on those held back.
            def single(name, scored):
                return BinaryClassificationEvaluator(labelCol="_label", rawPredictionCol=f"{name}_filled").evaluate(scored)


            on_fitted = {name: single(name, model.transform(fitted)) for name in numbers}
            best = max(on_fitted, key=lambda name: abs(on_fitted[name] - 0.5))
            on_held_back = single(best, model.transform(held_back))
            metrics[%1$s]["baseline_auc"] = on_held_back if on_fitted[best] >= 0.5 else 1 - on_held_back
            metrics[%1$s]["auc_gain"] = metrics[%1$s]["auc"] - metrics[%1$s]["baseline_auc"]
            """;
    private static final String BASELINE_RMSE = """
            mean = fitted.agg(F.avg("_label")).first()[0]
            off = held_back.agg(F.avg((F.col("_label") - mean) ** 2)).first()[0]
            metrics[%s]["baseline_rmse"] = off**0.5
            """;
    private static final String ON_FITTED = """
            metrics[%1$s].update({f"train_{m}": value for m, value in measured(model.transform(fitted)).items()})
            """;

    private final String key;
    private final List<Requirement> requirements;
    private final boolean classification;

    /** @param declared the task whose model is measured, by the metrics of {@code classification} or of regression */
    Measures(String taskKey, TrainTask declared, boolean classification) {
        this.key = Python.literal(taskKey);
        this.requirements = declared.require() == null ? List.of() : declared.require();
        this.classification = classification;
    }

    List<Requirement> requirements() {
        return requirements;
    }

    static String bounds(Requirement requirement) {
        String least = bound(requirement, ">=", requirement.atLeast());
        String most = bound(requirement, "<=", requirement.atMost());
        return (least + " " + most).strip();
    }

    private static String bound(Requirement requirement, String sign, @Nullable Double value) {
        return value == null ? "" : "`%s %s %s`".formatted(requirement.metric(), sign, value);
    }

    /** Measures on the rows held back, on others only where a bound asks for it; then checks the bounds. */
    String code() {
        StringBuilder code = new StringBuilder(classification ? CLASSIFICATION : REGRESSION);
        code.append("metrics[").append(key).append("] = measured(model.transform(held_back))\n");
        if (asksFor("train_")) {
            code.append(ON_FITTED.formatted(key));
        }

        if (asksFor("baseline_") || asksFor("auc_gain")) {
            code.append((classification ? BASELINE_AUC : BASELINE_RMSE).formatted(key));
        }

        code.append("print(metrics[").append(key).append("], \"on\", held_back.count(), \"rows held back\")\n");
        for (Requirement requirement : requirements) {
            check(code, requirement, ">=", requirement.atLeast(), "low");
            check(code, requirement, "<=", requirement.atMost(), "high");
        }

        return code.toString();
    }

    private boolean asksFor(String prefix) {
        return requirements.stream().anyMatch(r -> r.metric().startsWith(prefix));
    }

    private void check(StringBuilder code, Requirement requirement, String sign, @Nullable Double bound, String how) {
        if (bound != null) {
            String metric = Python.literal(requirement.metric());
            code.append("assert metrics[%s][%s] %s %s, \"%s is too %s\"\n"
                    .formatted(key, metric, sign, bound, requirement.metric(), how));
        }
    }
}
