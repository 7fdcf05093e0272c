package io.leat.lab.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** All that happens by chance in one world; the same seed brings the same. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** @param probability from 0 to 1 */
    boolean is(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to one less than the limit. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** Both ends included. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** Mostly near the least, seldom near the most; both positive. */
    long seldomMost(long least, long most) {
        double share = random.nextDouble();
        return Math.round(least * Math.pow((double) most / least, share * share));
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
