package io.leat.jobs.train;

import io.leat.core.job.TrainTask.Algorithm;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;

/** MLlib's estimators, set as a plan says. */
final class Estimators {
    private Estimators() {}

    static Predictor<?, ?, ?> of(TrainingPlan plan) {
        Predictor<?, ?, ?> estimator = create(plan);
        estimator.set(estimator.featuresCol(), Preprocessing.VECTOR);
        estimator.set(estimator.labelCol(), TrainingRows.LABEL);
        if (estimator.hasParam("seed")) {
            set(estimator, "seed", plan.seed());
        }
        plan.parameters().forEach((name, value) -> set(estimator, name, value));
        return estimator;
    }

    private static Predictor<?, ?, ?> create(TrainingPlan plan) {
        boolean classification = plan.isClassification();
        return switch (plan.task().algorithm()) {
            case LOGISTIC_REGRESSION -> new LogisticRegression();
            case LINEAR_REGRESSION -> new LinearRegression();
            case RANDOM_FOREST -> classification ? new RandomForestClassifier() : new RandomForestRegressor();
            case GRADIENT_BOOSTED_TREES -> classification ? new GBTClassifier() : new GBTRegressor();
        };
    }

    /** What all settings of the algorithm came to, those left alone too. */
    static Map<String, String> effective(Algorithm algorithm, PipelineStage estimator) {
        Map<String, String> effective = new TreeMap<>();
        for (String name : algorithm.parameters()) {
            estimator
                    .get(estimator.getParam(camelCase(name)))
                    .foreach(value -> effective.put(name, String.valueOf(value)));
            effective.computeIfAbsent(
                    name, n -> String.valueOf(estimator.getOrDefault(estimator.getParam(camelCase(n)))));
        }
        return effective;
    }

    private static void set(PipelineStage estimator, String name, Object value) {
        setUnchecked(estimator, estimator.getParam(camelCase(name)), value);
    }

    private static void set(PipelineStage estimator, String name, String text) {
        Param<Object> param = estimator.getParam(camelCase(name));
        Object value = parse(name, text, param);
        try {
            setUnchecked(estimator, param, value);
        } catch (IllegalArgumentException e) {
            throw TrainErrors.parameterValue(name, text, e);
        }
    }

    private static void setUnchecked(PipelineStage estimator, Param<Object> param, Object value) {
        estimator.set(param, value);
    }

    private static Object parse(String name, String text, Param<?> param) {
        try {
            if (param instanceof IntParam) {
                return Integer.valueOf(text.strip());
            } else if (param instanceof DoubleParam) {
                return Double.valueOf(text.strip());
            }
        } catch (NumberFormatException e) {
            throw TrainErrors.parameterType(name, text, param instanceof IntParam ? "a whole number" : "a number");
        }
        if (param instanceof BooleanParam) {
            return parseBoolean(name, text.strip().toLowerCase(Locale.ROOT));
        }
        return text;
    }

    private static boolean parseBoolean(String name, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw TrainErrors.parameterType(name, text, "true or false");
        }
        return text.equals("true");
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_")) {
            camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }
}
