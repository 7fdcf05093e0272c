package io.leat.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScoreWalkTest {
    @Test
    void isWhatOneReckonsByHand() {
        // pairs: (0.8 over 0.3, 0.5, 0.5), (0.5 over 0.3, half of two ties): 5 of 6
        ScoreWalk walk = new ScoreWalk();
        walk.add(0.3, false, false);
        walk.add(0.5, false, true);
        walk.add(0.5, true, true);
        walk.add(0.5, false, true);
        walk.add(0.8, true, true);
        Map<String, Double> metrics = new TreeMap<>();

        walk.addTo(metrics, "");

        assertThat(metrics.get("auc")).isEqualTo(5.0 / 6);
        assertThat(metrics.get("accuracy")).isEqualTo(3.0 / 5);
        assertThat(metrics.get("f1")).isEqualTo(2 * 2.0 / (2 + 4));
        double likelihood = 0.7 * 0.5 * 0.5 * 0.5 * 0.8;
        assertThat(metrics.get("log_loss")).isCloseTo(-Math.log(likelihood) / 5, within(1e-12));
    }

    @Test
    void aucIsTheShareOfPairsInOrder() {
        Random random = new Random(5);
        double[] scores =
                random.doubles(200).map(v -> Math.floor(v * 20) / 20).sorted().toArray();
        boolean[] labels = new boolean[scores.length];
        ScoreWalk walk = new ScoreWalk();
        for (int i = 0; i < scores.length; i++) {
            labels[i] = random.nextDouble() < scores[i];
            walk.add(scores[i], labels[i], false);
        }

        assertThat(walk.auc()).isCloseTo(byPairs(scores, labels), within(1e-12));
    }

    private static double byPairs(double[] scores, boolean[] labels) {
        double wins = 0;
        long pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] && !labels[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }
}
