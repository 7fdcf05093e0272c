package io.leat.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the control plane is told to leave: by a client, by being idle, or by a signal. */
final class Departure {
    private static final long CLEAN_UP_SECONDS = 20;

    private final CountDownLatch leaving = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile boolean signalled;
    private volatile boolean keepsDriversOnSignal;

    /** From now on a signal lets the control plane clean up before the process ends. */
    void listenToSignals(boolean keepsDrivers) {
        keepsDriversOnSignal = keepsDrivers;
        Runtime.getRuntime().addShutdownHook(new Thread(this::signal, "leat-shutdown"));
    }

    private void signal() {
        signalled = left.getCount() > 0;
        leaving.countDown();
        try {
            left.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void leave() {
        leaving.countDown();
    }

    /** Whether it is time to leave; waits so long for it. */
    boolean await(long millis) {
        try {
            return leaving.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    boolean leavesDrivers() {
        return signalled && keepsDriversOnSignal;
    }

    void left() {
        left.countDown();
    }
}
