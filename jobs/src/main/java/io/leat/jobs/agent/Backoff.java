package io.leat.jobs.agent;

import java.util.concurrent.ThreadLocalRandom;

/** Waits that double up to a limit, each shortened by chance so that many drivers do not come back at once. */
final class Backoff {
    private static final long FIRST = 50;

    private final long limit;
    private long next = FIRST;

    Backoff(long limitMillis) {
        this.limit = limitMillis;
    }

    void pause() throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(next / 2, next + 1));
        next = Math.min(limit, next * 2);
    }

    void reset() {
        next = FIRST;
    }
}
