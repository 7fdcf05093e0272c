package io.leat.jobs.train;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import io.leat.core.job.TrainTask.Algorithm;
import io.leat.core.job.TrainTask.Requirement;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a user can have done wrong in a {@code train_task}, and what their data can lack. */
final class TrainErrors {
    private TrainErrors() {}

    static LeatException problemMissing(Algorithm algorithm) {
        return invalid("train_task.problem: %s needs it: classification or regression".formatted(algorithm.text()));
    }

    static LeatException problemDiffers(Algorithm algorithm, String needed) {
        return invalid("train_task.problem: %s is for %s".formatted(algorithm.text(), needed));
    }

    static LeatException unknownParameter(Algorithm algorithm, String name) {
        return invalid("train_task.parameters.%s: %s has no such setting%s; it has %s"
                .formatted(
                        name,
                        algorithm.text(),
                        Nearest.didYouMean(name, algorithm.parameters()),
                        String.join(", ", algorithm.parameters())));
    }

    static LeatException parameterType(String name, String value, String type) {
        return invalid("train_task.parameters.%s: \"%s\" is not %s".formatted(name, value, type));
    }

    static LeatException parameterValue(String name, String value, IllegalArgumentException cause) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "train_task.parameters.%s: %s is out of its range (%s)".formatted(name, value, cause.getMessage()),
                cause);
    }

    static LeatException unknownMetric(String metric, Collection<String> metrics) {
        return invalid("train_task.require: no metric is called %s%s; there are %s"
                .formatted(metric, Nearest.didYouMean(metric, metrics), String.join(", ", metrics)));
    }

    static LeatException noBound(String metric) {
        return invalid("train_task.require: %s has no bound; give at_least or at_most".formatted(metric));
    }

    static LeatException share(double test) {
        return invalid("train_task.split.test: %s is not between 0 and 1".formatted(test));
    }

    static LeatException labelIsFeature(String label) {
        return invalid("train_task.features: %s is the label; a model that sees it learns nothing".formatted(label));
    }

    static LeatException featureTwice(String feature) {
        return invalid("train_task.features: %s stands there twice".formatted(feature));
    }

    static LeatException labelType(String label, String type, boolean classification) {
        return invalid("train_task.label: column %s is %s; %s is needed"
                .formatted(label, type, classification ? "0/1 or a boolean" : "a number"));
    }

    static LeatException featureType(String feature, String type) {
        return invalid(("train_task.features: column %s is %s; a number, a boolean or text is needed: make one of it in"
                        + " features_task.expressions")
                .formatted(feature, type));
    }

    static LeatException badLabels(String label, long bad, long rows) {
        return state(
                "train_task.label: column %s is neither 0 nor 1 in %,d of %,d rows; classification takes two classes"
                        .formatted(label, bad, rows));
    }

    static LeatException noRows(String table, long withoutLabel) {
        return state("train_task: %s has no rows to train on (%,d rows left out for want of a label)"
                .formatted(table, withoutLabel));
    }

    static LeatException emptyPart(String part, long train, long test) {
        return state("train_task.split: no row falls into the %s part (train %,d, test %,d); use a key with more values"
                .formatted(part, train, test));
    }

    static LeatException oneClass(String part, long rows, long positives) {
        return state(("train_task.label: all %,d rows of the %s part have label %d; both classes are needed there to"
                        + " train and to measure")
                .formatted(rows, part, positives == 0 ? 0 : 1));
    }

    static LeatException categories(String feature, long found, int limit) {
        return state(("train_task.features: text column %s has about %,d values; one-hot encoding takes at most %,d:"
                        + " group them in features_task.expressions, or leave it out")
                .formatted(feature, found, limit));
    }

    static LeatException gates(String model, List<String> broken) {
        return state("Model %s was not registered: %s".formatted(model, String.join("; ", broken)));
    }

    static String broken(Requirement requirement, double value) {
        Double least = requirement.atLeast();
        boolean tooLow = least != null && !(value >= least);
        String bound = tooLow ? "at least " + least : "at most " + requirement.atMost();
        return String.format(Locale.ROOT, "%s is %.6f and must be %s", requirement.metric(), value, bound);
    }

    static LeatException notAModel(String path, Exception cause) {
        return new LeatException(
                ErrorCode.RESOURCE_DOES_NOT_EXIST,
                "No model of Leat's lies in %s: %s. List models with `leat models`."
                        .formatted(path, cause.getMessage()),
                cause);
    }

    private static LeatException invalid(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    private static LeatException state(String message) {
        return new LeatException(ErrorCode.INVALID_STATE, message);
    }
}
