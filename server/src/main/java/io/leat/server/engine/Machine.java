package io.leat.server.engine;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/**
 * The computer an engine runs on: its time, threads and chance. One machine serves one engine once. A simulation brings
 * its own, and so decides what happens when.
 */
public interface Machine extends AutoCloseable {
    /** One that has threads. */
    static Machine threaded(LongSupplier clock) {
        return new ThreadedMachine(clock);
    }

    /** The time of day in epoch milliseconds; it may jump either way. */
    long now();

    /** Does this when so many milliseconds of steady time have passed, on no thread of the engine's loop. */
    void after(long millis, Runnable work);

    /** Does at once what may take long, on no thread of the engine's loop. */
    void aside(String name, Runnable work);

    /** An id that was never given before, whatever machine gave it. */
    UUID unique();

    /** Turns this loop from now on, until it is over. */
    void turn(Turns loop);

    /**
     * Returns when this has come.
     *
     * @throws IllegalStateException when the one who turns the loop would wait for itself
     */
    <T> T await(CompletableFuture<T> coming) throws InterruptedException, ExecutionException;

    /** Returns when the loop is over; whatever was to come later does not. */
    @Override
    void close();

    /** The engine's loop, as the one who turns it sees it. */
    interface Turns {
        /** How many pieces of work wait. */
        int waiting();

        /** Waits for work and carries out what waits, at most so many pieces, together. */
        void next(int most) throws InterruptedException;

        /** Whether nothing waits and nothing more will come. */
        boolean isOver();
    }
}
