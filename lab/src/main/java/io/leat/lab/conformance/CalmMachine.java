package io.leat.lab.conformance;

import io.leat.server.engine.Machine;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A machine in virtual time with one thread, on which nothing goes wrong and nothing takes time. */
final class CalmMachine implements Machine {
    private static final int ALL = 1_000;

    private final Agenda agenda;
    private final SplittableRandom chance = new SplittableRandom(1);
    private @Nullable Turns loop;

    CalmMachine(Agenda agenda) {
        this.agenda = agenda;
    }

    @Override
    public long now() {
        return agenda.now();
    }

    @Override
    public void after(long millis, Runnable work) {
        agenda.at(agenda.now() + millis, work);
    }

    @Override
    public void aside(String name, Runnable work) {
        agenda.next(work);
    }

    @Override
    public UUID unique() {
        return new UUID(chance.nextLong(), chance.nextLong());
    }

    @Override
    public void turn(Turns turns) {
        loop = turns;
    }

    /** Does what waits for the engine. */
    void turnAll() {
        while (loop != null && loop.waiting() > 0) {
            turnOnce(loop);
        }
    }

    private static void turnOnce(Turns turns) {
        try {
            turns.next(ALL);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts virtual time", e);
        }
    }

    @Override
    public <T> T await(CompletableFuture<T> coming) throws InterruptedException, ExecutionException {
        while (!coming.isDone()) {
            if (loop == null || loop.waiting() == 0) {
                throw new IllegalStateException("what is waited for does not come");
            }

            turnOnce(loop);
        }

        return coming.get();
    }

    @Override
    public void close() {
        turnAll();
    }
}
