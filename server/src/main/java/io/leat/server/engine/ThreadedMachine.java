package io.leat.server.engine;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the loop on a thread of its own, and has another for what is due. */
final class ThreadedMachine implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadedMachine.class);
    private static final int GROUP = 1_000;
    private static final int FAILED = 70;

    private final LongSupplier clock;
    private final ScheduledExecutorService timers =
            Executors.newSingleThreadScheduledExecutor(work -> daemon("leat-timers", work));
    private volatile @Nullable Thread turning;

    ThreadedMachine(LongSupplier clock) {
        this.clock = clock;
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public void after(long millis, Runnable work) {
        timers.schedule(work, Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    @Override
    public void aside(String name, Runnable work) {
        daemon(name, work).start();
    }

    @Override
    public UUID unique() {
        return UUID.randomUUID();
    }

    @Override
    public void turn(Turns loop) {
        Thread thread = new Thread(() -> turnUntilOver(loop), "leat-engine");
        thread.setUncaughtExceptionHandler((dead, thrown) -> {
            LOG.error("the engine cannot go on; the next command starts the control plane again", thrown);
            Runtime.getRuntime().halt(FAILED);
        });
        turning = thread;
        thread.start();
    }

    private static void turnUntilOver(Turns loop) {
        while (!loop.isOver()) {
            try {
                loop.next(GROUP);
            } catch (InterruptedException e) {
                LOG.debug("the engine is closed; what is queued is still carried out", e);
            }
        }
    }

    @Override
    public <T> T await(CompletableFuture<T> coming) throws InterruptedException, ExecutionException {
        if (Thread.currentThread() == turning) {
            throw new IllegalStateException("the engine's thread would wait for itself");
        }

        return coming.get();
    }

    @Override
    public void close() {
        timers.shutdownNow();
        Thread thread = turning;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
