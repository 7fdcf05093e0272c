package io.leat.server.engine;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A machine with threads whose engine, while a test holds it, takes up no work, and then all of it together. */
final class HeldMachine implements Machine {
    private final Machine machine = Machine.threaded(System::currentTimeMillis);
    private volatile boolean held;
    private volatile @Nullable Turns turning;

    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    /** Returns when so many pieces of work wait. */
    void awaitWaiting(int pieces) {
        GivenEngine.await(() -> Objects.requireNonNull(turning).waiting() >= pieces);
    }

    @Override
    public void turn(Turns loop) {
        turning = loop;
        machine.turn(new Turns() {
            @Override
            public int waiting() {
                return loop.waiting();
            }

            @Override
            public void next(int most) throws InterruptedException {
                while (held || loop.waiting() == 0) {
                    LockSupport.parkNanos(1_000_000);
                    if (Thread.interrupted()) {
                        throw new InterruptedException("closed");
                    }
                }

                loop.next(most);
            }

            @Override
            public boolean isOver() {
                return loop.isOver();
            }
        });
    }

    @Override
    public long now() {
        return machine.now();
    }

    @Override
    public void after(long millis, Runnable work) {
        machine.after(millis, work);
    }

    @Override
    public void aside(String name, Runnable work) {
        machine.aside(name, work);
    }

    @Override
    public UUID unique() {
        return machine.unique();
    }

    @Override
    public <T> T await(CompletableFuture<T> coming) throws InterruptedException, ExecutionException {
        return machine.await(coming);
    }

    /** Lets go of the engine first. */
    @Override
    public void close() {
        release();
        machine.close();
    }
}
