package io.leat.core.job;

import io.leat.core.error.Nearest;
import io.leat.core.job.TrainTask.Algorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What must hold between the fields of a {@code train_task}. */
final class TrainRules {
    private static final String TRAIN_PREFIX = "train_";

    private TrainRules() {}

    static void check(Place body) {
        DataRules.notEmpty(body.field("features"));
        DataRules.notEmpty(body.field("split").field("key"));
        features(body);
        Optional<Algorithm> algorithm =
                find(Algorithm.values(), body.field("algorithm").text());
        algorithm.ifPresent(found -> parameters(body.field("parameters"), found));
        Optional<TrainTask.Problem> problem = algorithm.flatMap(found -> problem(body, found));
        body.field("require").elements().forEach(requirement -> requirement(requirement, problem));
        Place test = body.field("split").field("test");
        if (test.node().isNumber()
                && (test.node().doubleValue() <= 0 || test.node().doubleValue() >= 1)) {
            test.error("test is %s; it must be between 0 and 1."
                    .formatted(test.node().asText()));
        }
    }

    private static void features(Place body) {
        Set<String> seen = new HashSet<>();
        for (Place feature : body.field("features").elements()) {
            if (feature.is(body.field("label").text())) {
                feature.error("%s is the label; a model cannot predict it from itself.".formatted(feature.text()));
            }

            if (feature.node().isTextual() && !seen.add(feature.text())) {
                feature.error("%s stands there twice.".formatted(feature.text()));
            }
        }
    }

    /** What is to be solved, as the algorithm implies it or the task says it. */
    private static Optional<TrainTask.Problem> problem(Place body, Algorithm algorithm) {
        Place given = body.field("problem");
        Optional<TrainTask.Problem> implied = implied(algorithm);
        if (implied.isEmpty() && !given.isGiven()) {
            String message = "algorithm: %s needs problem: classification or regression.";
            body.field("algorithm").error(message.formatted(algorithm.text()));
        }

        implied.filter(problem -> given.node().isTextual() && !given.is(text(problem)))
                .ifPresent(problem -> given.error(
                        "%s is for %s, not for %s.".formatted(algorithm.text(), text(problem), given.text())));
        return implied.or(() -> find(TrainTask.Problem.values(), given.text()));
    }

    private static Optional<TrainTask.Problem> implied(Algorithm algorithm) {
        return switch (algorithm) {
            case LOGISTIC_REGRESSION -> Optional.of(TrainTask.Problem.CLASSIFICATION);
            case LINEAR_REGRESSION -> Optional.of(TrainTask.Problem.REGRESSION);
            case RANDOM_FOREST, GRADIENT_BOOSTED_TREES -> Optional.empty();
        };
    }

    private static void parameters(Place parameters, Algorithm algorithm) {
        for (Place parameter : parameters.fields()) {
            if (!algorithm.parameters().contains(parameter.name())) {
                String known = Nearest.to(parameter.name(), algorithm.parameters())
                        .map("; did you mean %s?"::formatted)
                        .orElseGet(() -> ". It has " + String.join(", ", algorithm.parameters()) + ".");
                parameter.refuse("%s has no parameter %s%s".formatted(algorithm.text(), parameter.name(), known));
            }
        }
    }

    private static void requirement(Place requirement, Optional<TrainTask.Problem> problem) {
        boolean bounded = requirement.field("at_least").isGiven()
                || requirement.field("at_most").isGiven();
        if (requirement.node().isObject() && !bounded) {
            requirement.error("%s needs at_least or at_most.".formatted(requirement.name()));
        }

        Place metric = requirement.field("metric");
        List<String> all = metrics(TrainTask.Problem.values());
        if (metric.node().isTextual() && !all.contains(metric.text())) {
            String known = Nearest.to(metric.text(), all)
                    .map("; did you mean %s?"::formatted)
                    .orElseGet(() -> ". There are " + String.join(", ", all) + ".");
            metric.error("There is no metric %s%s".formatted(metric.text(), known));
        } else if (metric.node().isTextual()) {
            problem.filter(solved -> !metrics(solved).contains(metric.text()))
                    .ifPresent(solved -> metric.error("%s does not measure %s; there are %s."
                            .formatted(metric.text(), text(solved), String.join(", ", solved.metrics()))));
        }
    }

    private static List<String> metrics(TrainTask.Problem... problems) {
        List<String> metrics = new ArrayList<>();
        for (TrainTask.Problem problem : problems) {
            metrics.addAll(problem.metrics());
            problem.metrics().forEach(metric -> metrics.add(TRAIN_PREFIX + metric));
        }

        return metrics;
    }

    private static <E extends Enum<E>> Optional<E> find(E[] constants, String text) {
        return Arrays.stream(constants)
                .filter(constant -> text(constant).equals(text))
                .findFirst();
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
