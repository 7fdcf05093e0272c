package io.leat.notebooks;

import io.leat.core.job.Task;
import io.leat.core.job.TrainTask;
import io.leat.core.job.TrainTask.Algorithm;
import io.leat.core.job.TrainTask.Problem;
import io.leat.core.job.TrainTask.Requirement;
import io.leat.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Train: rows held back by the hash of their key, a pyspark.ml pipeline, metrics, and the bounds they must keep. */
final class TrainCells implements TaskCells {
    private static final Pattern AFTER_UNDERSCORE = Pattern.compile("_([a-z])");
    private final Python python;

    TrainCells(Python python) {
        this.python = python;
    }

    @Override
    public Section section(Task task) {
        TrainTask train = Json.convert(task.body(), TrainTask.class);
        String code = rows(train) + pipeline(train) + measure(task, train) + requirements(task, train) + save(train);
        return new Section(about(train), code);
    }

    private static String about(TrainTask train) {
        StringBuilder about = new StringBuilder("- Reads: `%s`\n- Predicts: `%s`\n- Saves: model `%s`\n"
                .formatted(train.input(), train.label(), train.model()));
        about.append("- Held back for measuring: about %s of the rows, ".formatted(testShare(train)));
        about.append(train.split() == null ? "by a hash of all columns\n" : splitText(train));
        for (Requirement requirement : requirements(train.require())) {
            about.append("- Required: ").append(bounds(requirement)).append('\n');
        }

        return about.toString();
    }

    private static String splitText(TrainTask train) {
        return "by a hash of (" + String.join(", ", train.split().key()) + "); rows of one key stay together\n";
    }

    private static String bounds(Requirement requirement) {
        String least = requirement.atLeast() == null ? "" : "`%s >= %s` ".formatted(requirement.metric(), requirement.atLeast());
        String most = requirement.atMost() == null ? "" : "`%s <= %s`".formatted(requirement.metric(), requirement.atMost());
        return (least + most).strip();
    }

    private String rows(TrainTask train) {
        String select = "SELECT *\nFROM " + Sql.view(train.input()) + "\n" + Sql.clause("WHERE", train.where());
        String key = train.split() == null ? "*" : Sql.names(train.split().key());
        return Sql.views(python, List.of(train.input())) + "rows = " + python.query(select)
                + """

                rows = rows.withColumn("_place", F.expr("pmod(xxhash64(%s), 1000000) / 1000000D"))
                features = %s
                text = [name for name, kind in rows.dtypes if name in features and kind == "string"]
                numbers = [name for name in features if name not in text]
                for name in numbers:
                    rows = rows.withColumn(name, F.col(name).cast("double"))
                rows = rows.withColumn("_label", F.col(%s).cast("double")).where("_label IS NOT NULL")
                fitted, held_back = rows.where("_place >= %s").cache(), rows.where("_place < %s").cache()
                """
                        .formatted(
                                Python.literal(key).replaceAll("^\"|\"$", ""),
                                python.list(train.features()),
                                python.text(train.label()),
                                testShare(train),
                                testShare(train));
    }

    private String pipeline(TrainTask train) {
        return """
                estimator = %s
                stages = [Imputer(strategy="median", inputCols=numbers, outputCols=[f"{n}_filled" for n in numbers])]
                for name in text:
                    stages.append(StringIndexer(inputCol=name, outputCol=f"{name}_index", handleInvalid="keep"))
                    stages.append(OneHotEncoder(inputCol=f"{name}_index", outputCol=f"{name}_vector"))
                inputs = [f"{n}_filled" for n in numbers] + [f"{n}_vector" for n in text]
                stages.append(VectorAssembler(inputCols=inputs, outputCol="features"))
                model = Pipeline(stages=[*stages, estimator]).fit(fitted)
                scored = model.transform(held_back).cache()
                """
                .formatted(estimator(train));
    }

    private String estimator(TrainTask train) {
        StringBuilder call = new StringBuilder(className(train)).append("(labelCol=\"_label\", featuresCol=\"features\"");
        boolean isSeeded = train.algorithm() == Algorithm.RANDOM_FOREST
                || train.algorithm() == Algorithm.GRADIENT_BOOSTED_TREES;
        if (isSeeded) {
            call.append(", seed=").append(train.seed() == null ? 42L : train.seed());
        }

        Map<String, String> parameters = train.parameters() == null ? Map.of() : new TreeMap<>(train.parameters());
        parameters.forEach((name, value) ->
                call.append(", ").append(camelCase(name)).append('=').append(python.value(value)));
        return call.append(')').toString();
    }

    private static String className(TrainTask train) {
        String kind = isClassification(train) ? "Classifier" : "Regressor";
        return switch (train.algorithm()) {
            case LOGISTIC_REGRESSION -> "LogisticRegression";
            case LINEAR_REGRESSION -> "LinearRegression";
            case RANDOM_FOREST -> "RandomForest" + kind;
            case GRADIENT_BOOSTED_TREES -> "GBT" + kind;
        };
    }

    private static String measure(Task task, TrainTask train) {
        String key = Python.literal(task.taskKey());
        if (!isClassification(train)) {
            return """
                    measure = RegressionEvaluator(labelCol="_label")
                    metrics[%s] = {m: measure.setMetricName(m).evaluate(scored) for m in ("rmse", "mae", "r2")}
                    """
                    .formatted(key);
        }

        return """
                measure = MulticlassClassificationEvaluator(labelCol="_label", metricLabel=1.0)
                metrics[%s] = {
                    "auc": BinaryClassificationEvaluator(labelCol="_label").evaluate(scored),
                    "accuracy": measure.setMetricName("accuracy").evaluate(scored),
                    "f1": measure.setMetricName("fMeasureByLabel").evaluate(scored),
                    "log_loss": measure.setMetricName("logLoss").evaluate(scored),
                }
                """
                .formatted(key)
                + "print(metrics[%s], \"on\", held_back.count(), \"rows held back\")\n".formatted(key);
    }

    private static String requirements(Task task, TrainTask train) {
        StringBuilder checks = new StringBuilder();
        for (Requirement requirement : requirements(train.require())) {
            String metric = "metrics[%s][%s]"
                    .formatted(Python.literal(task.taskKey()), Python.literal(requirement.metric()));
            if (requirement.atLeast() != null) {
                checks.append("assert %s >= %s, \"%s is too low\"\n"
                        .formatted(metric, requirement.atLeast(), requirement.metric()));
            }

            if (requirement.atMost() != null) {
                checks.append("assert %s <= %s, \"%s is too high\"\n"
                        .formatted(metric, requirement.atMost(), requirement.metric()));
            }
        }

        return checks.toString();
    }

    private String save(TrainTask train) {
        return "model.write().overwrite().save(model_path(" + python.text(train.model()) + "))\n";
    }

    private static List<Requirement> requirements(@Nullable List<Requirement> declared) {
        return declared == null ? List.of() : declared;
    }

    private static double testShare(TrainTask train) {
        return train.split() == null || train.split().test() == null ? 0.2 : train.split().test();
    }

    private static boolean isClassification(TrainTask train) {
        return train.algorithm() == Algorithm.LOGISTIC_REGRESSION || train.problem() == Problem.CLASSIFICATION;
    }

    private static String camelCase(String name) {
        return AFTER_UNDERSCORE.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }
}
