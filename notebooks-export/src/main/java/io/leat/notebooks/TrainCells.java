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

/** Train: rows held back by the hash of their key, a pyspark.ml pipeline, then {@link Measures}. */
final class TrainCells implements TaskCells {
    private static final Pattern AFTER_UNDERSCORE = Pattern.compile("_([a-z])");
    private static final long BUCKETS = 1_000_000;
    private static final long SEED = 42;
    private final Python python;

    TrainCells(Python python) {
        this.python = python;
    }

    @Override
    public Section section(Task task) {
        TrainTask train = Json.convert(task.body(), TrainTask.class);
        Measures measures = new Measures(task.taskKey(), train, isClassification(train));
        String save = "model.write().overwrite().save(model_path(" + python.text(train.model()) + "))\n";
        return new Section(about(train, measures), rows(train) + pipeline(train) + measures.code() + save);
    }

    private static String about(TrainTask train, Measures measures) {
        StringBuilder about = new StringBuilder("""
                - Reads: `%s`
                - Predicts: `%s`
                - Saves: model `%s`
                - Held back for measuring: rows by the hash of (%s), a share of %s; rows of one key stay together.
                """.formatted(
                train.input(), train.label(), train.model(), String.join(", ", splitKey(train)), testShare(train)));
        for (Requirement requirement : measures.requirements()) {
            about.append("- Required: ").append(Measures.bounds(requirement)).append('\n');
        }

        return about.toString();
    }

    private String rows(TrainTask train) {
        String select = "SELECT *\nFROM " + Sql.view(train.input()) + "\n" + Sql.clause("WHERE", train.where());
        return Sql.views(python, List.of(train.input())) + "rows = " + python.query(select)
                + """

                features = %s
                kinds = dict(rows.dtypes)
                text = [name for name in features if kinds[name] == "string"]
                numbers = [name for name in features if name not in text]
                # By the hash of the key alone, so that a key is on the same side each time; a widened one too.
                whole = ("tinyint", "smallint", "int")
                key = [F.col(k).cast("bigint") if kinds[k] in whole else F.col(k) for k in %s]
                rows = rows.withColumn("_bucket", F.pmod(F.xxhash64(*key), F.lit(%d)))
                for name in numbers:
                    rows = rows.withColumn(name, F.col(name).cast("double"))
                rows = rows.withColumn("_label", F.col(%s).cast("double")).where("_label IS NOT NULL")
                held_back = rows.where("_bucket < %5$d").cache()
                fitted = rows.where("_bucket >= %5$d").cache()
                """.formatted(
                                python.list(train.features()),
                                python.list(splitKey(train)),
                                BUCKETS,
                                python.text(train.label()),
                                Math.round(testShare(train) * BUCKETS));
    }

    private String pipeline(TrainTask train) {
        return """
                stages = []
                if numbers:
                    stages.append(Imputer(strategy="median", inputCols=numbers, outputCols=[f"{n}_filled" for n in numbers]))
                for name in text:
                    stages.append(StringIndexer(inputCol=name, outputCol=f"{name}_index", handleInvalid="keep"))
                    stages.append(OneHotEncoder(inputCol=f"{name}_index", outputCol=f"{name}_vector"))
                inputs = [f"{n}_filled" for n in numbers] + [f"{n}_vector" for n in text]
                stages.append(VectorAssembler(inputCols=inputs, outputCol="features"))
                estimator = %s
                model = Pipeline(stages=[*stages, estimator]).fit(fitted)
                """.formatted(estimator(train));
    }

    private String estimator(TrainTask train) {
        StringBuilder call = new StringBuilder(className(train) + "(labelCol=\"_label\", featuresCol=\"features\"");
        boolean isSeeded =
                train.algorithm() == Algorithm.RANDOM_FOREST || train.algorithm() == Algorithm.GRADIENT_BOOSTED_TREES;
        if (isSeeded) {
            call.append(", seed=").append(train.seed() == null ? SEED : train.seed());
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

    private static List<String> splitKey(TrainTask train) {
        return train.split() == null ? train.features() : train.split().key();
    }

    private static double testShare(TrainTask train) {
        return train.split() == null || train.split().test() == null
                ? 0.2
                : train.split().test();
    }

    private static boolean isClassification(TrainTask train) {
        return train.algorithm() == Algorithm.LOGISTIC_REGRESSION || train.problem() == Problem.CLASSIFICATION;
    }

    private static String camelCase(String name) {
        return AFTER_UNDERSCORE.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }
}
