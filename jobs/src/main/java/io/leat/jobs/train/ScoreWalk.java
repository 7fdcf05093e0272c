package io.leat.jobs.train;

import java.util.Map;

/** Metrics of a classifier from scored rows in rising order of their scores. */
final class ScoreWalk {
    private static final double CLOSEST = 1e-15;

    private long rows;
    private long positives;
    private long truePositives;
    private long predictedPositives;
    private double loss;
    private double twiceWins; // pairs of a positive above a negative count 2, ties 1
    private long negativesBelow;
    private long tiedPositives;
    private long tiedNegatives;
    private double score = Double.NEGATIVE_INFINITY;

    /** @param probability of the label being 1; not lower than the one before */
    void add(double probability, boolean label, boolean predicted) {
        if (probability != score) {
            closeTies();
            score = probability;
        }
        rows++;
        if (label) {
            positives++;
            tiedPositives++;
        } else {
            tiedNegatives++;
        }
        if (predicted) {
            predictedPositives++;
            truePositives += label ? 1 : 0;
        }
        double ofTruth = label ? probability : 1 - probability;
        loss -= Math.log(Math.max(ofTruth, CLOSEST));
    }

    private void closeTies() {
        twiceWins += (double) tiedPositives * (2 * negativesBelow + tiedNegatives);
        negativesBelow += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
    }

    /** The chance that a positive scores higher than a negative; ties count half. */
    double auc() {
        closeTies();
        long negatives = rows - positives;
        return twiceWins / 2 / positives / negatives;
    }

    void addTo(Map<String, Double> metrics, String prefix) {
        long right = truePositives + (rows - positives) - (predictedPositives - truePositives);
        long either = positives + predictedPositives;
        metrics.put(prefix + "auc", auc());
        metrics.put(prefix + "accuracy", (double) right / rows);
        metrics.put(prefix + "f1", either == 0 ? 0 : 2.0 * truePositives / either);
        metrics.put(prefix + "log_loss", loss / rows);
    }
}
