package io.leat.core.schedule;

import java.util.Comparator;

/**
 * A task run in the queue.
 *
 * @param since its place among all that ever came into the queue
 * @param starts how many task runs had been started when it came
 */
record Waiting<K>(Ready<K> ready, Turn<K> job, Turn<K> run, long since, long starts) {
    private static final Comparator<Waiting<?>> AGE = Comparator.comparingLong(Waiting::since);

    int slots() {
        return ready.claim() == null ? 0 : ready.claim().slots();
    }

    boolean isOlderThan(Waiting<K> other) {
        return AGE.compare(this, other) < 0;
    }

    /** Whether its turn is before the other's. */
    boolean goesBefore(Waiting<K> other) {
        int jobs = job.compareTo(other.job);
        int turns = jobs != 0 ? jobs : run.compareTo(other.run);
        return turns != 0 ? turns < 0 : isOlderThan(other);
    }
}
