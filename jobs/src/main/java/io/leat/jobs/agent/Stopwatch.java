package io.leat.jobs.agent;

/** The agent's own time with a task run: runs from the start, and is paused while the task or a queue has the time. */
final class Stopwatch {
    private long since = System.nanoTime();
    private long nanos;
    private boolean running = true;

    void pause() {
        nanos += System.nanoTime() - since;
        running = false;
    }

    void resume() {
        since = System.nanoTime();
        running = true;
    }

    long millis() {
        long own = running ? nanos + System.nanoTime() - since : nanos;
        return own / 1_000_000;
    }
}
