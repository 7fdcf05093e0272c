package io.leat.jobs.train;

import io.leat.core.job.TrainTask;
import io.leat.core.job.TrainTask.Algorithm;
import io.leat.core.job.TrainTask.Problem;
import io.leat.core.job.TrainTask.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A train task with its defaults filled in, checked as far as it can be without its table. */
record TrainingPlan(
        TrainTask task, Problem problem, Map<String, String> parameters, List<Requirement> require, long seed) {
    static final String TRAIN = "train_";
    private static final long SEED = 42;
    private static final double TEST = 0.2;

    static TrainingPlan of(TrainTask task) {
        Map<String, String> parameters = task.parameters() == null ? Map.of() : task.parameters();
        List<Requirement> require = task.require() == null ? List.of() : task.require();
        long seed = task.seed() == null ? SEED : task.seed();
        TrainingPlan plan = new TrainingPlan(task, problem(task), parameters, require, seed);
        plan.checkParameters();
        plan.checkRequirements();
        plan.checkFeatures();
        if (!(plan.testShare() > 0 && plan.testShare() < 1)) {
            throw TrainErrors.share(plan.testShare());
        }
        return plan;
    }

    boolean isClassification() {
        return problem == Problem.CLASSIFICATION;
    }

    List<String> splitKey() {
        return task.split() == null ? task.features() : task.split().key();
    }

    double testShare() {
        return task.split() == null || task.split().test() == null
                ? TEST
                : task.split().test();
    }

    private static Problem problem(TrainTask task) {
        Algorithm algorithm = task.algorithm();
        Problem implied = switch (algorithm) {
            case LOGISTIC_REGRESSION -> Problem.CLASSIFICATION;
            case LINEAR_REGRESSION -> Problem.REGRESSION;
            case RANDOM_FOREST, GRADIENT_BOOSTED_TREES -> task.problem();
        };
        if (implied == null) {
            throw TrainErrors.problemMissing(algorithm);
        }
        if (task.problem() != null && task.problem() != implied) {
            throw TrainErrors.problemDiffers(algorithm, implied.name().toLowerCase(Locale.ROOT));
        }
        return implied;
    }

    private void checkParameters() {
        for (String name : parameters.keySet()) {
            if (!task.algorithm().parameters().contains(name)) {
                throw TrainErrors.unknownParameter(task.algorithm(), name);
            }
        }
    }

    private void checkRequirements() {
        List<String> known = new ArrayList<>(problem.metrics());
        problem.metrics().forEach(metric -> known.add(TRAIN + metric));
        for (Requirement requirement : require) {
            if (!known.contains(requirement.metric())) {
                throw TrainErrors.unknownMetric(requirement.metric(), problem.metrics());
            }
            if (requirement.atLeast() == null && requirement.atMost() == null) {
                throw TrainErrors.noBound(requirement.metric());
            }
        }
    }

    private void checkFeatures() {
        Set<String> seen = new HashSet<>();
        for (String feature : task.features()) {
            String name = feature.toLowerCase(Locale.ROOT);
            if (name.equals(task.label().toLowerCase(Locale.ROOT))) {
                throw TrainErrors.labelIsFeature(feature);
            }
            if (!seen.add(name)) {
                throw TrainErrors.featureTwice(feature);
            }
        }
    }

    /** Fails when a metric breaks its bound. */
    void checkGates(Map<String, Double> metrics) {
        List<String> broken = new ArrayList<>();
        for (Requirement requirement : require) {
            double value = metrics.getOrDefault(requirement.metric(), Double.NaN);
            boolean kept = (requirement.atLeast() == null || value >= requirement.atLeast())
                    && (requirement.atMost() == null || value <= requirement.atMost());
            if (!kept) {
                broken.add(TrainErrors.broken(requirement, value));
            }
        }
        if (!broken.isEmpty()) {
            throw TrainErrors.gates(task.model(), broken);
        }
    }
}
