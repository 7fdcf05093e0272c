package io.leat.lab.conformance;

/** An engine that plays cases. */
interface CaseEngine extends AutoCloseable {
    /** As reports say it, such as {@code real engine}. */
    String name();

    /** Plays a case until all has come to rest. What goes wrong is told in the observation. */
    Observation play(ConformanceCase given);

    /** How many cases may be played at once, each in a thread of its own. */
    default int atOnce() {
        return 1;
    }

    /** Whether a case is played with nothing beside it, when all others are done. */
    default boolean playsAlone(ConformanceCase given) {
        return false;
    }

    /** How often a case that fails is played, all but the first time with nothing beside it. */
    default int tries() {
        return 1;
    }

    /** By how many milliseconds what it shows may be later than in virtual time. */
    default long toleranceMs() {
        return 0;
    }

    @Override
    default void close() {}
}
